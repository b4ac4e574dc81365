import { defineConfig, drivers } from '@adonisjs/core/encryption'
import { applicationKey } from '#services/database/addresses'

export default defineConfig({
  default: 'app',
  list: { app: drivers.aes256gcm({ id: 'app', keys: [applicationKey()] }) },
})
