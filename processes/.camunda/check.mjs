// Lints the diagrams and validates the element templates. Run by the Maven build; does nothing when nothing has changed
// since the last success, and needs the network only to install what package-lock.json names.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const module = dirname(dirname(fileURLToPath(import.meta.url)));
const inModule = (...names) => join(module, ...names);

function filesUnder(path) {
  return statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => filesUnder(join(path, name))) : [path];
}

function fingerprint(...paths) {
  const hash = createHash('sha256');
  paths.map((path) => inModule(path)).flatMap(filesUnder).forEach((file) => hash.update(file).update(readFileSync(file)));
  return hash.digest('hex');
}

function onceFor(fingerprint, marker, step) {
  if (existsSync(marker) && readFileSync(marker, 'utf8') === fingerprint) {
    return;
  }
  step();
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, fingerprint);
}

const npm = (...args) => execFileSync('npm', ['--loglevel=error', ...args], { cwd: module, stdio: 'inherit' });
const tools = fingerprint('package.json', 'package-lock.json');
const checked = fingerprint('package.json', 'package-lock.json', '.bpmnlintrc', '.camunda', 'src/main/resources/process');

try {
  onceFor(tools, inModule('node_modules', '.consilium-installed'), () =>
    npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'),
  );
  onceFor(checked, inModule('target', 'diagrams-checked'), () => npm('run', '--silent', 'check'));
} catch (failure) {
  console.error(`The diagrams or element templates need attention, see above (${failure.message})`);
  process.exitCode = 1;
}
