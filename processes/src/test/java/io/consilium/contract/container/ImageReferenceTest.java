package io.consilium.contract.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5000/team/name:1, 127.0.0.1:5000, team/name, 1",
    "registry.example.org/a/b/c:v1.2-x, registry.example.org, a/b/c, v1.2-x",
    "localhost/name, localhost, name, ''",
    "host:5000/name, host:5000, name, ''",
    "mlcommons/chexpert-prep:0.0.1, docker.io, mlcommons/chexpert-prep, 0.0.1",
    "busybox, docker.io, busybox, ''"
  })
  void aNameHasRegistryRepositoryAndTag(
      String name, String registry, String repository, String tag) {
    assertThat(ImageReference.parse(name))
        .contains(
            new ImageReference(
                registry,
                repository,
                tag.isEmpty() ? Optional.empty() : Optional.of(tag),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Name",
        "name:",
        "name@sha256:12",
        "/name",
        "name/",
        "a//b",
        "http://x.org/a",
        "name:tag:tag",
        "-name",
        "name;ls",
        "$(ls)",
        "name tag",
        "name\n"
      })
  void whatIsNoNameIsNotRead(String name) {
    assertThat(ImageReference.parse(name)).isEmpty();
  }

  @Test
  void aVeryLongNameIsNotRead() {
    assertThat(ImageReference.parse("a/".repeat(10_000) + "a")).isEmpty();
  }

  @Test
  void aContainerIsPulledByNameWithoutTagAndByDigest() {
    ContainerSpec spec = spec("127.0.0.1:5000/team/name:1");

    assertThat(spec.imageByDigest()).isEqualTo("127.0.0.1:5000/team/name@" + DIGEST);
    assertThat(spec("127.0.0.1:5000/team/name:1@" + DIGEST).imageByDigest())
        .isEqualTo("127.0.0.1:5000/team/name@" + DIGEST);
  }

  private static ContainerSpec spec(String image) {
    return new ContainerSpec(
        "id",
        "Title",
        new ContainerConfig(ContainerType.DOCKER_IMAGE, image, Map.of()),
        DIGEST,
        Parameters.NONE);
  }
}
