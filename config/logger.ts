import app from '@adonisjs/core/services/app'
import { defineConfig, targets } from '@adonisjs/core/logger'
import env from '#start/env'

export default defineConfig({
  default: 'app',
  loggers: {
    app: {
      enabled: true,
      name: 'siks-ng',
      level: env.get('LOG_LEVEL', app.inTest ? 'error' : 'info'),
      transport: {
        targets: targets()
          .push(targets.file({ destination: env.get('SIKS_LOG_FILE') ?? 1 }))
          .toArray(),
      },
    },
  },
})
