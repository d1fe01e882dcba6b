package io.consilium.platform.facility;

import io.consilium.platform.Settings;
import io.consilium.platform.web.Paths;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** What facilities may reach: the gateway, with a token of their own, and nothing else. */
@Configuration(proxyBeanMethods = false)
class FacilitySecurity {
  /** Who enrols has no key yet that is known; a code and proofs stand in its place. */
  static final String ENROLMENT = "/facility/enrolment";

  @Bean
  @Order(1)
  SecurityFilterChain gatewayChain(
      HttpSecurity http,
      Facilities facilities,
      FacilityKeys keys,
      TokenMemory memory,
      Settings settings)
      throws Exception {
    var tokens =
        new TokenFilter(
            facilities, keys, memory, settings.publicUrl().toString(), Clock.systemUTC());
    return http.securityMatcher(Paths.of("/facility/**"))
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .addFilterBefore(tokens, AuthorizationFilter.class)
        .addFilterAfter(new BodyLimit(), AuthorizationFilter.class)
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(
                    (request, response, cause) ->
                        response.sendError(HttpStatus.UNAUTHORIZED.value())))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers(Paths.of(HttpMethod.POST, ENROLMENT))
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }
}
