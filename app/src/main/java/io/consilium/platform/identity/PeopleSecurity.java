package io.consilium.platform.identity;

import io.consilium.platform.engine.Logins;
import io.consilium.platform.web.Paths;
import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * What people may reach: their API, the engine's webapps and the portal. Whatever is not named here
 * is for those who are logged in.
 */
@Configuration(proxyBeanMethods = false)
class PeopleSecurity {
  private static final String CONTENT_POLICY =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /**
   * The webapps' pages, which show a login form, and what these load. They hold no data; the list
   * of engines, which the form asks for before it sends the password, says "default".
   */
  private static final String[] WEBAPP_PAGES = {
    "/camunda",
    "/camunda/",
    "/camunda/app/**",
    "/camunda/lib/**",
    "/camunda/assets/**",
    "/camunda/favicon.ico",
    "/camunda/api/*/plugin/*/static/**",
    "/camunda/api/admin/auth/user/default",
    "/camunda/api/engine/engine/"
  };

  /** Tasks of facilities are fetched and done at the gateway, whatever rights a person has. */
  private static final String[] FACILITIES_WORK = {
    "/camunda/api/engine/engine/*/external-task/fetchAndLock",
    "/camunda/api/engine/engine/*/external-task/*/{operation}"
  };

  private static final String LOGIN = "/login";

  private static final String[] OPEN = {"/consilium.css", "/consilium.svg", "/actuator/health"};

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

  /**
   * A password with each request, without a challenge, so that no browser ever keeps one and sends
   * it unasked; for reading, the portal's session will do.
   */
  @Bean
  @Order(2)
  SecurityFilterChain apiSecurity(HttpSecurity http, People people) throws Exception {
    AuthenticationEntryPoint unauthorized = unauthorized();
    return http.securityMatcher(Paths.of("/api/**"))
        .authenticationProvider(people)
        .securityContext(
            context ->
                context.securityContextRepository(
                    new SharedSession(
                        people, request -> SAFE_METHODS.contains(request.getMethod()))))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .httpBasic(basic -> basic.authenticationEntryPoint(unauthorized))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthorized))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .headers(headers -> headers.frameOptions(Customizer.withDefaults()))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  /** The webapps protect themselves against forged requests; here is only who may come near. */
  @Bean
  @Order(3)
  SecurityFilterChain webappsSecurity(HttpSecurity http, Logins logins) throws Exception {
    AuthorizationManager<RequestAuthorizationContext> loggedIn =
        (user, context) ->
            new AuthorizationDecision(logins.userOf(context.getRequest()).isPresent());
    return http.securityMatcher(Paths.of("/camunda/**"))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthorized()))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(Paths.of(HttpMethod.GET, WEBAPP_PAGES))
                    .permitAll()
                    .requestMatchers(
                        Paths.of(
                            HttpMethod.POST,
                            "/camunda/api/admin/auth/user/default/login/*",
                            "/camunda/api/admin/auth/user/default/logout"))
                    .permitAll()
                    .requestMatchers(Paths.of(HttpMethod.POST, FACILITIES_WORK))
                    .denyAll()
                    .anyRequest()
                    .access(loggedIn))
        .headers(
            headers ->
                headers
                    .cacheControl(cache -> cache.disable())
                    .contentTypeOptions(Customizer.withDefaults()))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(4)
  SecurityFilterChain portalSecurity(HttpSecurity http, People people) throws Exception {
    return http.securityMatcher(AnyRequestMatcher.INSTANCE)
        .authenticationProvider(people)
        .securityContext(
            context ->
                context.securityContextRepository(new SharedSession(people, request -> true)))
        .csrf(csrf -> csrf.csrfTokenRepository(formTokens()))
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(unauthorized()).accessDeniedHandler(denied()))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(Paths.of(LOGIN))
                    .permitAll()
                    .requestMatchers(Paths.of(HttpMethod.GET, OPEN))
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  /**
   * The forms' tokens are in a cookie of their own: a session would begin with each login form that
   * is shown, also to a page that is logging in to a webapp at that moment, whose session it would
   * end.
   */
  private static CsrfTokenRepository formTokens() {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("CONSILIUM-FORMS");
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    return tokens;
  }

  /** The error page of the path says the rest: problem+json, or the login form. */
  private static AuthenticationEntryPoint unauthorized() {
    return (request, response, cause) -> response.sendError(HttpStatus.UNAUTHORIZED.value());
  }

  /** A form without its token, from somebody who is not logged in, is told no more than others. */
  private static AccessDeniedHandler denied() {
    return (request, response, cause) -> {
      boolean nobody = SecurityContextHolder.getContext().getAuthentication() == null;
      boolean login = request.getRequestURI().equals(LOGIN);
      response.sendError(
          (nobody && !login ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN).value());
    };
  }
}
