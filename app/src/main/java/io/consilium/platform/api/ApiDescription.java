package io.consilium.platform.api;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import org.springframework.context.annotation.Configuration;

/** What the description of the people's API says of the whole. */
@Configuration(proxyBeanMethods = false)
@OpenAPIDefinition(
    info =
        @Info(
            title = "Consilium",
            version = "1",
            description =
                "Federated evaluation of medical machine-learning models, for people and their"
                    + " programs: propose benchmarks and models, watch rounds, read reports. Decisions"
                    + " are taken in Tasklist; facilities have an interface of their own. Errors are"
                    + " problem details (RFC 9457, application/problem+json) that say what was wrong,"
                    + " where, and what to do; what you may not know of is answered like what does not"
                    + " exist.",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = @SecurityRequirement(name = "password"))
@SecurityScheme(
    name = "password",
    type = SecuritySchemeType.HTTP,
    scheme = "basic",
    description = "User and password. For reading, a login to the portal will do.")
class ApiDescription {}
