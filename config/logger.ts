import app from '@adonisjs/core/services/app'
import { defineConfig, destination } from '@adonisjs/core/logger'
import env from '#start/env'

/** What a command answers on standard output is read by programs: nothing may stand before it. */
const OUTPUT = app.getEnvironment() === 'console' ? process.stderr.fd : process.stdout.fd

export default defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'siks-ng',
      level: env.get('LOG_LEVEL', app.inTest ? 'error' : 'info'),
      /**
       * Written at once: handing lines to a thread costs a quarter of what a page does, and a crash would swallow the last ones. Tests
       * say everything, which is a tenth of their time when each line is written by itself.
       */
      destination: destination({ dest: env.get('SIKS_LOG_FILE') ?? OUTPUT, minLength: app.inTest ? 8_192 : 0 }),
    },
  },
})
