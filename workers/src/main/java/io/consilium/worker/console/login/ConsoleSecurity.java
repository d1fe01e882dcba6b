package io.consilium.worker.console.login;

import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * What people may reach through the pages' port: a login form and its style; everything to read for
 * whoever is logged in; everything that changes something for data owners only.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ConsoleSecurity {
  private static final String CONTENT_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String LOGIN = "/login";
  private static final String[] OPEN = {"/console.css", "/console.js", "/consilium.svg"};

  @Bean
  SecurityFilterChain pages(
      HttpSecurity http,
      Ports ports,
      LocalLogin localLogin,
      Login login,
      Accounts accounts,
      Clock clock)
      throws Exception {
    HttpSessionRequestCache pageAskedFor = new HttpSessionRequestCache();
    pageAskedFor.setRequestMatcher(
        request ->
            request.getMethod().equals("GET") && request.getHeader(SessionLimits.LIVE) == null);
    // The parameter "continue" would be a part of the address that people bookmark.
    pageAskedFor.setMatchingRequestParameterName(null);
    return http.securityMatcher(request -> !ports.isCommand(request))
        .authenticationProvider((AuthenticationProvider) localLogin)
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(paths(HttpMethod.GET, OPEN))
                    .permitAll()
                    .requestMatchers(paths(HttpMethod.GET, LOGIN, "/first"))
                    .permitAll()
                    .requestMatchers(paths(HttpMethod.POST, LOGIN, "/first"))
                    .permitAll()
                    .requestMatchers(paths(HttpMethod.GET, "/**"))
                    .hasAnyAuthority(Role.VIEWER.name(), Role.DATA_OWNER.name())
                    .requestMatchers(paths(HttpMethod.POST, "/logout"))
                    .authenticated()
                    .anyRequest()
                    .hasAuthority(Role.DATA_OWNER.name()))
        .formLogin(
            form ->
                form.loginPage(LOGIN)
                    .usernameParameter("name")
                    .passwordParameter("password")
                    .successHandler(login)
                    .failureHandler(wrong()))
        .logout(logout -> logout.logoutUrl("/logout").logoutSuccessUrl("/login?left"))
        .exceptionHandling(handling -> handling.accessDeniedHandler(denied()))
        .requestCache(cache -> cache.requestCache(pageAskedFor))
        .addFilterBefore(new SessionLimits(accounts, clock), AuthorizationFilter.class)
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                    .permissionsPolicyHeader(
                        policy -> policy.policy("camera=(), microphone=(), geolocation=()"))
                    .addHeaderWriter(
                        (request, response) ->
                            response.setHeader("Cross-Origin-Opener-Policy", "same-origin"))
                    .addHeaderWriter(
                        (request, response) ->
                            response.setHeader("Cross-Origin-Resource-Policy", "same-origin")))
        .build();
  }

  private static PathPatternRequestMatcher[] paths(HttpMethod method, String... patterns) {
    PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
    return java.util.Arrays.stream(patterns)
        .map(pattern -> builder.matcher(method, pattern))
        .toArray(PathPatternRequestMatcher[]::new);
  }

  /** Back to the form, which says what was wrong. */
  private static AuthenticationFailureHandler wrong() {
    return (request, response, cause) -> {
      request.getSession().setAttribute(WebAttributes.AUTHENTICATION_EXCEPTION, words(cause));
      response.sendRedirect(LOGIN + "?wrong");
    };
  }

  private static String words(AuthenticationException cause) {
    return String.valueOf(cause.getMessage());
  }

  /** A login form that lay open for too long gets a new one; anything else is a refusal. */
  private static AccessDeniedHandler denied() {
    Map<String, String> again = Map.of(LOGIN, "/login?again", "/logout", "/login?left");
    return (request, response, cause) -> {
      String path = request.getServletPath();
      if (cause instanceof CsrfException && again.containsKey(path)) {
        response.sendRedirect(again.get(path));
      } else {
        response.sendError(403);
      }
    };
  }
}
