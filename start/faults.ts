import app from '@adonisjs/core/services/app'
import { endOnFault } from '#services/fault'

if (app.inProduction) endOnFault()
