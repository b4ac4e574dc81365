import { Env } from '@adonisjs/core/env'

export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum.optional(['development', 'production', 'test'] as const),
  PORT: Env.schema.number.optional(),
  HOST: Env.schema.string.optional(),
  LOG_LEVEL: Env.schema.string.optional(),
  SIKS_LOG_FILE: Env.schema.string.optional(),
  APP_URL: Env.schema.string.optional({ format: 'url', tld: false }),
  APP_KEY: Env.schema.string.optional(),
  DATABASE_URL: Env.schema.string.optional(),
  DATABASE_OWNER_URL: Env.schema.string.optional(),
  SIKS_DATA_DIR: Env.schema.string.optional(),
  SIKS_FILES_DIR: Env.schema.string.optional(),
  SIKS_DATABASE: Env.schema.string.optional(),
  SIKS_DEMO: Env.schema.boolean.optional(),
  SIKS_WORKER: Env.schema.enum.optional(['inside', 'none'] as const),
  TRUST_PROXY: Env.schema.boolean.optional(),
  METRICS_TOKEN: Env.schema.string.optional(),
})
