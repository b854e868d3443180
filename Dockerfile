# syntax=docker/dockerfile:1
# One image for `skiigen serve`, `worker` and `migrate`. It holds no database: set DATABASE_URL.

FROM node:22-bookworm-slim AS node

FROM rust:1.95-bookworm AS builder
# Node runs the tools for the page's styles and its WebAssembly optimiser.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && rustup target add wasm32-unknown-unknown
WORKDIR /build
COPY . .
# The tools and everything compiled live in caches: a second build compiles what changed.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/cache \
    --mount=type=cache,target=/build/target \
    SKIIGEN_CACHE=/cache cargo xtask build \
 && install -D target/dist/skiigen /out/skiigen

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home skiigen
COPY --from=builder /out/skiigen /usr/local/bin/skiigen
USER skiigen
ENV SKIIGEN_BIND=0.0.0.0:8080 \
    SKIIGEN_DATA_DIR=/data \
    SKIIGEN_LOG_FORMAT=json
# The secret that signs sessions, unless SKIIGEN_SECRET is set.
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=20s CMD ["skiigen", "healthcheck"]
ENTRYPOINT ["skiigen"]
CMD ["serve"]
