package io.consilium.worker.sandbox;

import java.net.URI;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a container engine says of itself, as far as it bears on the seal.
 *
 * @param address where it was asked
 * @param kind whose engine it is
 * @param version its version
 * @param users how a container's users appear on this machine
 * @param cgroupVersion 1 or 2; 0 when it does not say
 * @param seccomp whether it filters system calls
 * @param weaknesses limits that it cannot set
 */
public record EngineFacts(
    URI address,
    Kind kind,
    String version,
    Users users,
    int cgroupVersion,
    Seccomp seccomp,
    Set<EngineWeakness> weaknesses) {

  /** Whose engine. */
  public enum Kind {
    DOCKER("Docker"),
    PODMAN("Podman");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** Whether system calls of containers are filtered. */
  public enum Seccomp {
    PRESENT,
    /** The engine's administrator has turned its own profile off. */
    UNCONFINED,
    ABSENT
  }

  /** How a container's users appear on this machine. */
  public sealed interface Users {
    /** With the same numbers. */
    record Same() implements Users {}

    /**
     * With other numbers (userns-remap), so that not even root of a container is anybody here.
     *
     * @param uid the number of a container's user 0
     * @param gid the number of a container's group 0
     */
    record Remapped(int uid, int gid) implements Users {}

    /**
     * The engine is an ordinary user's, and cannot do on this machine what that user cannot.
     *
     * @param uid that user
     * @param gid its group
     */
    record Rootless(int uid, int gid) implements Users {}

    /** It remaps or is rootless, and does not say to which numbers. */
    record Unknown() implements Users {}
  }

  public EngineFacts {
    weaknesses = Set.copyOf(weaknesses);
  }

  /** The user and group of this machine as which a container's processes run. */
  RunAs onThisMachine(RunAs inContainer) {
    return users instanceof Users.Remapped from
        ? new RunAs(from.uid() + inContainer.uid(), from.gid() + inContainer.gid())
        : inContainer;
  }

  /** In a sentence, for the people at the site. */
  public String words() {
    return "%s %s at %s; %s; cgroups %s; %s; %s"
        .formatted(
            kind.title,
            version,
            address,
            usersInWords(),
            cgroupVersion == 0 ? "unknown" : "v" + cgroupVersion,
            switch (seccomp) {
              case PRESENT -> "seccomp";
              case UNCONFINED -> "seccomp turned off";
              case ABSENT -> "no seccomp";
            },
            limitsInWords());
  }

  private String usersInWords() {
    if (users instanceof Users.Remapped from) {
      return "user namespaces remapped to %d:%d".formatted(from.uid(), from.gid());
    }
    if (users instanceof Users.Rootless owner) {
      return "rootless, of user %d:%d".formatted(owner.uid(), owner.gid());
    }
    return users instanceof Users.Same ? "users as on this machine" : "users unknown";
  }

  private String limitsInWords() {
    Set<EngineWeakness> strengths = EnumSet.allOf(EngineWeakness.class);
    strengths.removeAll(weaknesses);
    String kept = strengths.isEmpty() ? "limits nothing" : "limits " + list(strengths);
    return weaknesses.isEmpty() ? kept : kept + ", not " + list(weaknesses);
  }

  private static String list(Collection<EngineWeakness> limits) {
    return limits.stream().sorted().map(EngineWeakness::what).collect(Collectors.joining(", "));
  }
}
