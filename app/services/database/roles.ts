import pg from 'pg'
import { ToldError } from '#services/told_error'
import { connectedTo, databaseAddresses, type DatabaseAddresses } from './addresses.js'

/**
 * Why the two roles of the database cannot be worked with.
 *
 * - `E_DATABASE_ROLE`  the application's role could read past row security: it is the owner, a member of the owner, or above policies
 * - `E_DATABASE_TEMP`  the application's role may make no temporary tables, and the owner cannot give it that right
 */
export class DatabaseRoleError extends ToldError {
  constructor(
    readonly code: 'E_DATABASE_ROLE' | 'E_DATABASE_TEMP',
    said: { id: string; en: string },
  ) {
    super(said)
  }
}

interface Rights {
  role: string
  database: string
  above: boolean
  temporary: boolean
}

/**
 * Sees to it that row security holds for the role the application works as, and that this role may hold files in temporary tables, as
 * imports and loads do. On a server of one's own nothing else would tell before the first import.
 *
 * @throws DatabaseRoleError
 */
export async function settleRoles(addresses?: Omit<DatabaseAddresses, 'embedded'>): Promise<void> {
  const { application, owner } = addresses ?? (await databaseAddresses())
  const ownerName = await connectedTo(owner, roleOf)
  const rights = () => connectedTo(application, (client) => rightsOf(client, ownerName))
  const { role, database, above, temporary } = await rights()
  if (above)
    throw new DatabaseRoleError('E_DATABASE_ROLE', {
      id: `Peran "${role}" pada DATABASE_URL dapat melewati pembatasan wilayah. Pakai peran tersendiri yang bukan "${ownerName}", bukan anggotanya, dan dibuat dengan NOSUPERUSER NOBYPASSRLS.`,
      en: `Role "${role}" of DATABASE_URL could read past the region scope. Use a role of its own that is not "${ownerName}", no member of it, and made with NOSUPERUSER NOBYPASSRLS.`,
    })
  if (temporary) return
  const grant = `grant temporary on database ${pg.escapeIdentifier(database)} to ${pg.escapeIdentifier(role)}`
  await connectedTo(owner, (client) => client.query(grant))
  if ((await rights()).temporary) return
  throw new DatabaseRoleError('E_DATABASE_TEMP', {
    id: `Peran "${role}" tidak boleh membuat tabel sementara, padahal import dan pemuatan memerlukannya. Jalankan sebagai pemilik basis data: ${grant};`,
    en: `Role "${role}" may make no temporary tables, which imports and loads need. Run as the database's owner: ${grant};`,
  })
}

async function roleOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ role: string }>('select current_user as role')
  return rows[0]!.role
}

async function rightsOf(client: pg.Client, owner: string): Promise<Rights> {
  const { rows } = await client.query<Rights>(
    `select r.rolname as role, current_database() as database, r.rolsuper or r.rolbypassrls or pg_has_role(r.oid, $1, 'member') as above,
       has_database_privilege(current_database(), 'temporary') as temporary
     from pg_roles r where r.rolname = current_user`,
    [owner],
  )
  return rows[0]!
}
