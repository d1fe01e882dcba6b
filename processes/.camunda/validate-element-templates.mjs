// Holds every element template against the schema that Camunda Modeler itself uses.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import validator from '@bpmn-io/element-templates-validator';

const folder = process.argv[2] ?? join(fileURLToPath(new URL('.', import.meta.url)), 'element-templates');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const problems = files.flatMap((file) => {
  const { valid, results } = validator.validateAll(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return valid
    ? []
    : results
        .filter((result) => !result.valid)
        .flatMap((result) => result.errors.map((error) => `${file}: ${result.object.id}: ${error.message}`));
});

problems.forEach((problem) => console.error(problem));
process.exitCode = files.length === 0 || problems.length > 0 ? 1 : 0;
