# Stand-in for rabbitmq:4-management: user 999, configuration in /etc/rabbitmq/conf.d, data in
# /var/lib/rabbitmq, RABBITMQ_DEFAULT_USER and _PASS read by the server itself.
ARG DEBIAN_IMAGE
FROM ${DEBIAN_IMAGE}
# The user exists before the package does, so that it has the number of the official image.
RUN groupadd --system --gid 999 rabbitmq \
    && useradd --system --uid 999 --gid rabbitmq --home-dir /var/lib/rabbitmq rabbitmq \
    && printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d \
    && apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rabbitmq-server \
    && rm -rf /var/lib/apt/lists/* /var/lib/rabbitmq /var/log/rabbitmq/* \
    && mkdir -p /etc/rabbitmq/conf.d /var/lib/rabbitmq \
    && rm -f /etc/rabbitmq/rabbitmq-env.conf \
    && printf '[rabbitmq_management,rabbitmq_prometheus].\n' > /etc/rabbitmq/enabled_plugins \
    && chown -R rabbitmq:rabbitmq /etc/rabbitmq /var/lib/rabbitmq /var/log/rabbitmq
# The server's own scripts, not Debian's wrappers, which write their output below /var/log.
ENV PATH=/usr/lib/rabbitmq/bin:$PATH HOME=/var/lib/rabbitmq LANG=C.UTF-8 LC_ALL=C.UTF-8
VOLUME /var/lib/rabbitmq
LABEL maru.stand-in="rabbitmq-server from Debian trixie"
USER rabbitmq
EXPOSE 4369 5671 5672 15672 15692 25672
CMD ["rabbitmq-server"]
