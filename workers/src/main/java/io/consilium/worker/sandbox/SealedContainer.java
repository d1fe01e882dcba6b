package io.consilium.worker.sandbox;

import static java.util.stream.Collectors.toMap;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import io.consilium.contract.container.RunArgs;
import io.consilium.worker.sandbox.Limits.TmpPrograms;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that the engine is told about a container. All flags of the seal are in this file; its
 * numbers are those of the measures in docs/sandbox.md.
 *
 * @param image what runs
 * @param wishes what the author asks of the run
 * @param mounts files and folders of the site that are shown to it
 * @param limits what it may use
 * @param gpus the graphics processors that it gets
 * @param engine where it runs
 * @param labels by which the worker finds it again
 */
record SealedContainer(
    SealedImage image,
    RunArgs wishes,
    List<SealedMount> mounts,
    Limits limits,
    LentGpus gpus,
    EngineFacts engine,
    Map<String, String> labels) {
  static final String TMP = "/tmp";

  /** Where libraries keep caches; an author may choose other places, which are then read-only. */
  private static final Map<String, String> CACHES =
      Map.ofEntries(
          Map.entry("XDG_CACHE_HOME", TMP + "/.cache"),
          Map.entry("XDG_CONFIG_HOME", TMP + "/.config"),
          Map.entry("XDG_DATA_HOME", TMP + "/.local/share"),
          Map.entry("XDG_STATE_HOME", TMP + "/.local/state"),
          Map.entry("XDG_RUNTIME_DIR", TMP),
          Map.entry("NUMBA_CACHE_DIR", TMP + "/.cache/numba"),
          Map.entry("MPLCONFIGDIR", TMP + "/.cache/matplotlib"),
          Map.entry("TORCH_HOME", TMP + "/.cache/torch"),
          Map.entry("TORCHINDUCTOR_CACHE_DIR", TMP + "/.cache/torchinductor"),
          Map.entry("TORCH_EXTENSIONS_DIR", TMP + "/.cache/torch_extensions"),
          Map.entry("TRITON_CACHE_DIR", TMP + "/.cache/triton"),
          Map.entry("CUDA_CACHE_PATH", TMP + "/.cache/cuda"),
          Map.entry("PYTHONPYCACHEPREFIX", TMP + "/.cache/python"));

  /** What neither image nor configuration can change. */
  private static final Map<String, String> FIXED =
      Map.of(
          "HOME",
          TMP,
          "TMPDIR",
          TMP,
          "MEDPERF_LOGLEVEL",
          "INFO",
          "NVIDIA_DRIVER_CAPABILITIES",
          "compute,utility");

  SealedContainer {
    mounts = List.copyOf(mounts);
    labels = Map.copyOf(labels);
  }

  /** Tells the engine, with what stands for the whole description as a further label. */
  void describe(CreateContainerCmd command, String seal) {
    describe(command);
    Map<String, String> sealed = new TreeMap<>(labels);
    sealed.put(SiteContainers.SEAL, seal);
    command.withLabels(sealed);
  }

  /** Tells the engine. */
  void describe(CreateContainerCmd command) {
    command
        .withUser(limits.runAs().toString()) // 4
        .withEnv(environment())
        .withLabels(labels)
        .withHostName("sealed")
        .withTty(false)
        .withStdinOpen(false)
        .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
        .withHostConfig(seal());
    wishes.entrypoint().ifPresent(command::withEntrypoint);
    if (!wishes.command().isEmpty()) {
      command.withCmd(wishes.command());
    }
  }

  HostConfig seal() {
    return HostConfig.newHostConfig()
        // 1: no network, and nothing in resolv.conf that tells of the site's
        .withNetworkMode("none")
        .withDns("127.0.0.1")
        .withDnsSearch(".")
        // 2: nothing can be written but /tmp, /dev/shm and the outputs
        .withReadonlyRootfs(true)
        .withTmpFs(temporaryFolders())
        // 3: no privileges, no way to get any, and only the system calls that inference needs. That
        // the engine has seccomp is checked before the first step.
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges", "seccomp=" + systemCalls()))
        // 5: memory and swap together, so that there is no swap
        .withMemory(limits.memoryBytes())
        .withMemorySwap(limits.memoryBytes())
        .withOomKillDisable(false)
        .withOomScoreAdj(500)
        .withNanoCPUs(Math.round(limits.cpus() * 1e9))
        .withPidsLimit((long) limits.pids())
        .withShmSize(shmBytes())
        .withUlimits(
            List.of(
                new Ulimit("nofile", (long) limits.openFiles(), (long) limits.openFiles()),
                new Ulimit("fsize", longestFile(), longestFile()),
                new Ulimit("core", 0L, 0L)))
        // 6: what the role allows, and nothing else
        .withMounts(mounts.stream().map(SealedContainer::mount).toList())
        // 7: no privilege or namespace of the host, and no device but the GPUs that are lent
        .withDeviceRequests(gpus.requests())
        .withPrivileged(false)
        .withIpcMode("private")
        .withCgroupnsMode("private")
        .withPublishAllPorts(false)
        // 9: it never comes back by itself
        .withRestartPolicy(RestartPolicy.noRestart())
        .withAutoRemove(false)
        // 16: the engine's default may send logs elsewhere; these stay with the engine, bounded
        .withLogConfig(
            new LogConfig(
                LoggingType.JSON_FILE,
                Map.of("max-size", Long.toString(Limits.LOG_BYTES / 2), "max-file", "2")));
  }

  private String systemCalls() {
    return gpus.requests().isEmpty() ? SeccompProfile.json() : SeccompProfile.jsonForGpus();
  }

  private long shmBytes() {
    return Math.min(wishes.shmBytes().orElse(limits.shmBytes()), limits.shmBytes());
  }

  /** One byte more than is allowed, so that a file that was cut off is seen to be too long. */
  private long longestFile() {
    return Math.max(limits.outputBytes(), limits.tmpBytes()) + 1;
  }

  private Map<String, String> temporaryFolders() {
    String options =
        "rw,nosuid,nodev,%s,size=%d,mode=1777"
            .formatted(
                limits.tmpPrograms() == TmpPrograms.ALLOWED ? "exec" : "noexec", limits.tmpBytes());
    Set<String> folders = new TreeSet<>(image.volumes());
    folders.add(TMP);
    return folders.stream().collect(toMap(folder -> folder, folder -> options));
  }

  List<String> environment() {
    Map<String, String> variables = new TreeMap<>(CACHES);
    variables.keySet().removeAll(image.variables());
    variables.putAll(wishes.environment());
    variables.putAll(FIXED);
    variables.put("NVIDIA_VISIBLE_DEVICES", gpus.visible());
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue())
        .toList();
  }

  private static Mount mount(SealedMount mount) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(mount.source().toString())
        .withTarget(mount.target())
        .withReadOnly(mount.access() == SealedMount.Access.READ)
        .withBindOptions(new BindOptions().withPropagation(BindPropagation.R_PRIVATE));
  }

  /** The files and folders of the site that the container writes. */
  Collection<SealedMount> outputs() {
    return mounts.stream().filter(mount -> mount.access() == SealedMount.Access.WRITE).toList();
  }
}
