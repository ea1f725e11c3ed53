package dev.vitrine.command.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtGrantedAuthoritiesConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;

/**
 * Who may do what: the token's {@code roles} hold {@code admin} (everything) or {@code viewer}
 * (reading, but not the audit's state). Keys, algorithm and audience are checked as Spring's own
 * {@code spring.security.oauth2.resourceserver.jwt.*} properties say.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  @Bean
  SecurityWebFilterChain security(ServerHttpSecurity http) {
    ServerAuthenticationEntryPoint unauthorized =
        (exchange, _) ->
            ProblemHandler.write(
                exchange,
                Problem.of(
                        ProblemType.UNAUTHORIZED,
                        "A bearer token that is valid now, and meant for this service, is needed.")
                    .withHeader("WWW-Authenticate", "Bearer"));
    ServerAccessDeniedHandler forbidden =
        (exchange, _) ->
            ProblemHandler.write(
                exchange,
                Problem.of(ProblemType.FORBIDDEN, "The token's roles do not allow this."));
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .authorizeExchange(
            paths ->
                paths
                    .pathMatchers("/v1/state/**")
                    .hasRole("admin")
                    .pathMatchers(HttpMethod.GET, "/v1/**")
                    .hasAnyRole("admin", "viewer")
                    .pathMatchers("/v1/**")
                    .hasRole("admin")
                    .anyExchange() // health, metrics, and 404
                    .permitAll())
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(unauthorized).accessDeniedHandler(forbidden))
        .oauth2ResourceServer(
            server ->
                server
                    .authenticationEntryPoint(unauthorized)
                    .accessDeniedHandler(forbidden)
                    .jwt(jwt -> jwt.jwtAuthenticationConverter(authentication())))
        .build();
  }

  /** Every event says who was there: nobody is nobody. Boot adds it to the decoder's own. */
  @Bean
  OAuth2TokenValidator<Jwt> subject() {
    return new JwtClaimValidator<String>(
        JwtClaimNames.SUB, subject -> subject != null && !subject.isBlank());
  }

  private static ReactiveJwtAuthenticationConverter authentication() {
    JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
    roles.setAuthoritiesClaimName("roles");
    roles.setAuthorityPrefix("ROLE_");
    ReactiveJwtAuthenticationConverter converter = new ReactiveJwtAuthenticationConverter();
    converter.setJwtGrantedAuthoritiesConverter(
        new ReactiveJwtGrantedAuthoritiesConverterAdapter(roles));
    return converter;
  }

  /** For requests that Spring's firewall turns away, such as paths with U+0000. */
  @Bean
  ServerExchangeRejectedHandler firewall() {
    return (exchange, rejected) ->
        ProblemHandler.write(
            exchange, Problem.of(ProblemType.BAD_REQUEST, "The request is not acceptable."));
  }
}
