# One image for the three services; the command names the one to run:
#   docker build -t maru . && docker run -e AMQP_URL=amqp://… maru edge
# It builds with BuildKit and with the classic builder, on amd64 and arm64. uWebSockets.js for
# Node 24 needs glibc 2.38, hence Debian 13 (trixie).
ARG NODE_IMAGE=node:24.18.0-trixie-slim

# The manifests alone, so that a change of source does not install everything again.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /src
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json -delete \
    && find . -type d -empty -delete

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY --from=manifests /src ./
# `npm install`, not `npm ci`: the lock file of a mirror can lack other platforms' packages. The
# lock still fixes every version and hash it names. No package here needs its install script.
RUN npm install --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build \
    && node deploy/image/assemble.mjs /app \
    && cd /app \
    && npm install --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -f package-lock.json

FROM ${NODE_IMAGE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 OPS_PORT=9090
# The services need node alone: no package manager in the image that faces the network.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
        /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-*
WORKDIR /app
COPY --from=build /app ./
USER node
EXPOSE 8080 9090
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ["node", "deploy/image/healthcheck.mjs"]
ENTRYPOINT ["node", "--enable-source-maps", "deploy/image/start.mjs"]
CMD ["edge"]
