package io.consilium.worker;

import io.consilium.worker.authorisation.Acceptances;
import io.consilium.worker.authorisation.Authorisation;
import io.consilium.worker.authorisation.SignatureWatch;
import io.consilium.worker.catalogue.Catalogue;
import io.consilium.worker.catalogue.Fingerprints;
import io.consilium.worker.catalogue.Subjects;
import io.consilium.worker.claim.Claim;
import io.consilium.worker.claim.ClaimedTasks;
import io.consilium.worker.claim.StepPlacements;
import io.consilium.worker.claim.TaskReports;
import io.consilium.worker.console.WebSettings;
import io.consilium.worker.cosign.ImageSignatures;
import io.consilium.worker.enrolment.KeyChange;
import io.consilium.worker.enrolment.SiteKeys;
import io.consilium.worker.execution.Executions;
import io.consilium.worker.journal.Journal;
import io.consilium.worker.journal.Ledger;
import io.consilium.worker.outbound.Credential;
import io.consilium.worker.outbound.Network;
import io.consilium.worker.outbound.Outbox;
import io.consilium.worker.outbound.Platform;
import io.consilium.worker.outbound.PlatformLink;
import io.consilium.worker.preparation.DatasetCare;
import io.consilium.worker.preparation.PreparationDesk;
import io.consilium.worker.preparation.ProgressConsent;
import io.consilium.worker.preparation.ProgressReporter;
import io.consilium.worker.registration.Registration;
import io.consilium.worker.release.GateReports;
import io.consilium.worker.release.ProgressGate;
import io.consilium.worker.release.ReleaseDesk;
import io.consilium.worker.release.ReleaseSession;
import io.consilium.worker.release.Versions;
import io.consilium.worker.sandbox.Engines;
import io.consilium.worker.sandbox.SandboxSettings;
import io.consilium.worker.site.Site;
import io.consilium.worker.site.SiteHome;
import io.consilium.worker.site.SiteLock;
import io.consilium.worker.step.StepLimits;
import io.consilium.worker.step.Steps;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.BeansException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.NestedExceptionUtils;

/** One facility's worker: its parts, and how they are joined. */
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.consilium.worker.console")
@ImportAutoConfiguration({
  ServletWebServerFactoryAutoConfiguration.class,
  EmbeddedWebServerFactoryCustomizerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpMessageConvertersAutoConfiguration.class,
  JacksonAutoConfiguration.class,
  ThymeleafAutoConfiguration.class,
  SecurityAutoConfiguration.class,
  SecurityFilterAutoConfiguration.class
})
class WorkerApplication {
  private static final Duration PULL_PATIENCE = Duration.ofMinutes(30);

  /** An engine that is updated is back by then; one that is not has its steps run elsewhere. */
  private static final Duration ENGINE_GRACE = Duration.ofSeconds(15);

  /** Starts the worker of a site; it runs until the process is told to end. */
  static ConfigurableApplicationContext start(SiteHome home) {
    Site site = Site.open(home);
    SiteHome.makePrivate(home.state());
    SiteKeys.of(home).requirePrivate();
    SiteLock lock = SiteLock.take(home);
    SpringApplication application =
        new SpringApplicationBuilder(WorkerApplication.class).properties(properties(site)).build();
    application.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("site", site);
          context.addApplicationListener(
              (ApplicationListener<ContextClosedEvent>) event -> lock.close());
        });
    try {
      return application.run();
    } catch (BeansException e) {
      lock.close();
      // Which part could not be made is in the log; a person needs to know why.
      throw new IllegalStateException(
          "The worker cannot start: " + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
          e);
    }
  }

  private static Map<String, Object> properties(Site site) {
    Map<String, Object> properties = new HashMap<>(WebSettings.properties(site));
    properties.putAll(ofTheProcess(site));
    return properties;
  }

  private static Map<String, Object> ofTheProcess(Site site) {
    return Map.ofEntries(
        Map.entry("server.tomcat.basedir", site.home().state().resolve("tomcat").toString()),
        Map.entry("server.tomcat.threads.max", 8),
        Map.entry("server.tomcat.threads.min-spare", 1),
        Map.entry("spring.main.banner-mode", "off"),
        Map.entry("spring.main.log-startup-info", false),
        Map.entry("spring.jackson.default-property-inclusion", "non_absent"),
        Map.entry("spring.jackson.serialization.write-dates-as-timestamps", false),
        Map.entry("logging.file.name", site.home().workerLog().toString()),
        Map.entry("logging.level.root", "warn"),
        Map.entry("logging.level.io.consilium", "info"),
        // Its words about every failed poll; the link to the platform says it once.
        Map.entry("logging.level.org.camunda.bpm.client", "off"),
        Map.entry("logging.pattern.console", "%d{HH:mm:ss} %-5level %msg%n%ex{short}"));
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  SiteKeys keys(Site site) {
    return SiteKeys.of(site.home());
  }

  @Bean
  Journal journal(Site site) {
    return Journal.open(site.home().journal());
  }

  @Bean
  Ledger ledger(Journal journal, Clock clock) {
    return new Ledger(journal, clock);
  }

  @Bean
  PlatformLink link(Site site, Clock clock) {
    return new PlatformLink(site.settings().platform(), clock);
  }

  @Bean
  Credential credential(Site site, SiteKeys keys, Clock clock) {
    return new Credential(
        site.settings().facilityId(), site.settings().platform(), keys::transport, clock);
  }

  @Bean
  Network network(Site site) {
    return Network.of(site.settings().platform(), site.settings().network(), site.home());
  }

  @Bean
  Platform platform(
      Site site, Credential credential, Ledger ledger, PlatformLink link, Network network) {
    return new Platform(site.settings().platform(), credential, ledger, link, network);
  }

  @Bean
  Outbox outbox(Site site, Journal journal, Ledger ledger, Platform platform, Clock clock) {
    return new Outbox(journal, ledger, platform, site.settings().platform(), clock);
  }

  @Bean
  KeyChange keyChange(Site site, SiteKeys keys, Platform platform, Outbox outbox) {
    return new KeyChange(site, keys, platform, outbox);
  }

  @Bean
  Catalogue catalogue(Journal journal, Clock clock) {
    return new Catalogue(journal, clock);
  }

  @Bean
  Fingerprints fingerprints(Site site, SiteKeys keys, Journal journal, Clock clock) {
    return new Fingerprints(journal, keys, site.policy(), clock);
  }

  @Bean
  DatasetCare datasetCare(
      Site site,
      Journal journal,
      Catalogue catalogue,
      Executions executions,
      Fingerprints fingerprints) {
    return new DatasetCare(site, journal, catalogue, executions, fingerprints);
  }

  @Bean
  Executions executions(Journal journal, Clock clock) {
    return new Executions(journal, clock);
  }

  @Bean
  Acceptances acceptances(Site site, Journal journal, Platform platform, Clock clock) {
    return new Acceptances(journal, platform, site.policy().acceptance(), clock);
  }

  @Bean
  Authorisation authorisation(
      Site site,
      Acceptances acceptances,
      Catalogue catalogue,
      Executions executions,
      Platform platform,
      Network network) {
    return new Authorisation(
        site,
        acceptances,
        catalogue,
        executions,
        platform,
        new ImageSignatures(
            site.policy().acceptance().cosignKeys(),
            Set.copyOf(site.settings().registries()),
            network));
  }

  @Bean
  SignatureWatch signatureWatch(Acceptances acceptances) {
    return new SignatureWatch(acceptances.signed());
  }

  @Bean
  Registration registration(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Fingerprints fingerprints,
      Acceptances acceptances,
      Outbox outbox,
      Versions versions) {
    return new Registration(
        site, keys, journal, catalogue, fingerprints, acceptances, outbox, versions);
  }

  @Bean
  ReleaseDesk releaseDesk(
      Site site,
      SiteKeys keys,
      Journal journal,
      Ledger ledger,
      Executions executions,
      Outbox outbox,
      Catalogue catalogue,
      GateReports reports,
      Versions versions,
      ReleaseSession session) {
    return new ReleaseDesk(
        site, keys, journal, ledger, executions, outbox, catalogue, reports, versions, session);
  }

  @Bean
  GateReports gateReports(Journal journal, Clock clock) {
    return new GateReports(journal, clock);
  }

  @Bean
  Subjects subjects(Journal journal, SiteKeys keys) {
    return new Subjects(journal, keys.secret());
  }

  @Bean
  Versions versions(Journal journal, Clock clock) {
    return new Versions(journal, clock);
  }

  @Bean
  ReleaseSession releaseSession(Site site, SiteKeys keys, Clock clock) {
    return new ReleaseSession(keys, site.policy().disclosure().session(), clock);
  }

  @Bean
  StepPlacements placements(Journal journal, Clock clock) {
    return new StepPlacements(journal, clock);
  }

  @Bean
  Engines engines(Site site, StepPlacements placements) {
    return new Engines(
        new SandboxSettings(
                site.settings().engines().engines().get(0).host(),
                site.settings().facilityId(),
                site.home().root(),
                site.home().scratch(),
                Set.copyOf(site.settings().registries()),
                PULL_PATIENCE,
                site.policy().sandbox().engineExceptions())
            .pullingFrom(site.settings().network().mirrors()),
        site.settings().engines().settings(site.policy()),
        StepLimits.of(site.policy()),
        placements,
        ENGINE_GRACE);
  }

  @Bean
  Steps steps(
      Site site,
      Fingerprints fingerprints,
      Engines engines,
      Authorisation authorisation,
      Catalogue catalogue,
      Executions executions,
      ReleaseDesk desk,
      Platform platform) {
    return new Steps(
        site, fingerprints, engines, authorisation, catalogue, executions, desk, platform);
  }

  @Bean
  ProgressGate progressGate(Site site, Journal journal, Clock clock) {
    return new ProgressGate(site.policy(), journal, clock);
  }

  @Bean
  ProgressConsent progressConsent(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Outbox outbox,
      ProgressGate gate,
      Clock clock) {
    return new ProgressConsent(site, keys, journal, catalogue, outbox, gate, clock);
  }

  @Bean
  ProgressReporter progressReporter(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Acceptances acceptances,
      ProgressConsent consent,
      ProgressGate gate,
      Outbox outbox) {
    return new ProgressReporter(site, keys, journal, catalogue, acceptances, consent, gate, outbox);
  }

  @Bean
  PreparationDesk preparationDesk(
      Site site,
      SiteKeys keys,
      Journal journal,
      Catalogue catalogue,
      Acceptances acceptances,
      Outbox outbox,
      ProgressConsent consent,
      Steps steps) {
    return new PreparationDesk(
        site, keys, journal, catalogue, acceptances, outbox, consent, steps::interruptPreparation);
  }

  @Bean
  ClaimedTasks claimedTasks(Journal journal, Clock clock) {
    return new ClaimedTasks(journal, clock);
  }

  @Bean
  TaskReports taskReports(
      Site site,
      Journal journal,
      Ledger ledger,
      ClaimedTasks tasks,
      Platform platform,
      Clock clock) {
    return new TaskReports(journal, ledger, tasks, platform, site.settings().facilityId(), clock);
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService housekeeping(Steps steps) {
    ScheduledExecutorService housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "housekeeping");
              thread.setDaemon(true);
              return thread;
            });
    var unused = housekeeping.scheduleWithFixedDelay(steps::sweep, 1, 1, TimeUnit.HOURS);
    return housekeeping;
  }

  @Bean
  Claim claim(
      Site site,
      Steps steps,
      Engines engines,
      ClaimedTasks tasks,
      TaskReports reports,
      Platform platform,
      Credential credential,
      PlatformLink link,
      Network network) {
    return new Claim(site, steps, engines, tasks, reports, platform, credential, link, network);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> beginning(
      Outbox outbox, SignatureWatch signatures, ProgressReporter progress, Claim claim) {
    return event -> {
      outbox.start();
      progress.start();
      signatures.start();
      claim.start();
    };
  }
}
