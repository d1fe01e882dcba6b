package io.consilium.worker.cli;

import picocli.CommandLine.Command;

/** What authors try before they submit. */
@Command(
    name = "test",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ConsiliumCommand.Version.class,
    description = "Tries containers before they are submitted; needs neither site nor platform.",
    subcommands = TestRunCommand.class)
final class TestCommand {}
