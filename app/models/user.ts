import hash from '@adonisjs/core/services/hash'
import { compose } from '@adonisjs/core/helpers'
import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { Role } from '#services/scope'

const AuthFinder = withAuthFinder(() => hash.use('scrypt'), { uids: ['login'], passwordColumnName: 'password' })

/** An account of the online application. Operators of villages have none. */
export default class User extends compose(BaseModel, AuthFinder) {
  static selfAssignPrimaryKey = true

  @column({ isPrimary: true }) declare id: string
  @column() declare login: string
  @column() declare name: string
  @column({ serializeAs: null }) declare password: string
  @column() declare role: Role
  @column() declare regionCode: string
  @column() declare position: string | null
  @column() declare nip: string | null
  @column() declare phone: string | null
  @column() declare email: string | null
  @column() declare photoFileId: string | null
  @column() declare locale: 'id' | 'en'
  @column() declare failedAttempts: number
  @column.dateTime() declare lockedAt: DateTime | null
  @column() declare lockReason: string | null
  @column() declare mustChangePassword: boolean
  @column.dateTime() declare oneTimeUntil: DateTime | null
  @column.dateTime() declare disabledAt: DateTime | null
  @column() declare disabledReason: string | null
  @column.dateTime() declare lastSignInAt: DateTime | null
  @column.dateTime({ autoCreate: true }) declare createdAt: DateTime
  @column.dateTime({ autoCreate: true, autoUpdate: true }) declare updatedAt: DateTime
}
