package io.consilium.worker.cli;

import picocli.CommandLine.Command;

/** What members of a committee do with a revision. */
@Command(
    name = "revision",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = {
      "For members of a benchmark's committee: signs a revision, so that facilities that pinned the",
      "member's key accept it. Needs no site."
    },
    subcommands = {RevisionKeyCommand.class, RevisionSignCommand.class})
final class RevisionCommand {}
