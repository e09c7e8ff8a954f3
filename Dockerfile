# The image of scm-emulator: docker build -t scm-emulator . && docker run -p 127.0.0.1:4640:4640 -v scm:/data scm-emulator

FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json build.ts ./
# The contract is written by an emulator, which needs its database.
COPY migrations migrations
COPY src src
RUN npm run build && rm -rf dist/types

# The bundle holds all but the database, whose package brings its own sources and the binaries of other machines.
FROM node:24-slim AS database
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts \
  && find node_modules -mindepth 1 -maxdepth 1 ! -name better-sqlite3 -exec rm -rf {} + \
  && rm -rf node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/prebuilds -type f ! -name "linux-$(node -p process.arch).node" -delete

FROM node:24-slim
ENV NODE_ENV=production SCM_EMULATOR_HOST=0.0.0.0 SCM_EMULATOR_DB=/data/scm-emulator.db
WORKDIR /app
COPY --from=database /app/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json LICENSE llms.txt ./
COPY clients clients
COPY migrations migrations
COPY fixtures fixtures
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4640
# There is no curl in the base. Asked often at the start, so that whoever waits for it need not wait long; engines older
# than Docker 25 do not know --start-interval.
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s --start-interval=250ms \
  CMD ["node", "-e", "const { SCM_EMULATOR_PORT: port = 4640 } = process.env; fetch('http://127.0.0.1:' + port + '/_emulator/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.js"]
