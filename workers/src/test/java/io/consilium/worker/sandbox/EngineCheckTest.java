package io.consilium.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.consilium.worker.sandbox.EngineFacts.Kind;
import io.consilium.worker.sandbox.EngineFacts.Users;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is made of engines' words about themselves; real engines are asked elsewhere. */
class EngineCheckTest {
  private static final String ROOTLESS_PODMAN =
      """
      {"host": {"cgroupVersion": "v1", "cgroupControllers": [],
        "idMappings": {"uidmap": [{"container_id": 0, "host_id": 1001, "size": 1},
                                  {"container_id": 1, "host_id": 100000, "size": 65536}],
                       "gidmap": [{"container_id": 0, "host_id": 1002, "size": 1}]},
        "security": {"rootless": true, "seccompEnabled": true}}}
      """;

  @Test
  void dockerTellsToWhichNumbersItRemapsUsers() throws Exception {
    EngineFacts facts =
        docker(
            """
            {"MemoryLimit": true, "CgroupVersion": "2", "ServerVersion": "29.0.1",
             "DockerRootDir": "/var/lib/docker/165536.231072",
             "SecurityOptions": ["name=seccomp,profile=builtin", "name=cgroupns", "name=userns"]}
            """);

    assertThat(facts.users()).isEqualTo(new Users.Remapped(165536, 231072));
    assertThat(facts.onThisMachine(new RunAs(10001, 10002))).hasToString("175537:241074");
    assertThat(facts.words())
        .isEqualTo(
            "Docker 29.0.1 at %s; user namespaces remapped to 165536:231072; cgroups v2; seccomp; limits memory, processors, processes"
                .formatted(facts.address()));
  }

  @Test
  @DisplayName("Podman is asked in its own words, for its answer to Docker's is about the machine")
  void podman() throws Exception {
    try (FakeEngine fake = FakeEngine.podman(ROOTLESS_PODMAN, "sha256:0");
        Engine engine = new Engine(fake.address(), Duration.ofSeconds(5))) {

      EngineFacts facts = EngineReport.of(engine);

      assertThat(facts.kind()).isEqualTo(Kind.PODMAN);
      assertThat(facts.users()).isEqualTo(new Users.Rootless(1001, 1002));
      assertThat(facts.cgroupVersion()).isEqualTo(1);
      assertThat(facts.weaknesses()).containsExactlyInAnyOrder(EngineWeakness.values());
    }
  }

  @Test
  void anEngineThatCannotLimitMemoryIsRefusedWithWhatToDo() throws Exception {
    try (FakeEngine fake = FakeEngine.podman(ROOTLESS_PODMAN, "sha256:0");
        Engine engine = new Engine(fake.address(), Duration.ofSeconds(5))) {
      EngineCheck check = new EngineCheck(engine, Set.of(EngineWeakness.CPU_LIMIT));

      assertThatThrownBy(check::requireFit)
          .isInstanceOf(EngineUnreachableException.class)
          .hasMessageContaining("cannot limit memory, processes:")
          .hasMessageContaining("sandbox.engine_exceptions: [memory-limit, pids-limit]");
      assertThat(check.words()).contains("no container is run on it");
    }
  }

  @Test
  void aSiteMayAllowItKnowinglyAndItIsOnRecord() throws Exception {
    try (FakeEngine fake = FakeEngine.podman(ROOTLESS_PODMAN, "sha256:0");
        Engine engine = new Engine(fake.address(), Duration.ofSeconds(5))) {
      EngineCheck check = new EngineCheck(engine, Set.of(EngineWeakness.values()));

      EngineFacts facts = check.requireFit();

      assertThat(facts.weaknesses()).contains(EngineWeakness.MEMORY_LIMIT);
      assertThat(check.words())
          .contains("rootless, of user 1001:1002", "limits nothing, not memory")
          .endsWith("(allowed by engine_exceptions)");
    }
  }

  @Test
  void whatTheEngineIsIsAskedOnceUntilAFault() throws Exception {
    try (FakeEngine fake = FakeEngine.docker(FakeEngine.FIT, "sha256:0");
        Engine engine = new Engine(fake.address(), Duration.ofSeconds(5))) {
      EngineCheck check = new EngineCheck(engine, Set.of());
      assertThat(check.words()).isEqualTo("not asked yet");

      check.requireFit();
      check.requireFit();
      int once = fake.requests().size();
      check.forget();
      check.requireFit();

      assertThat(fake.requests()).hasSize(2 * once);
    }
  }

  private static EngineFacts docker(String info) throws Exception {
    try (FakeEngine fake = FakeEngine.docker(info, "sha256:0");
        Engine engine = new Engine(fake.address(), Duration.ofSeconds(5))) {
      return EngineReport.of(engine);
    }
  }
}
