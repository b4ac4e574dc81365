import { createServer } from 'node:http'
import pg from 'pg'
import type { FloorQueries } from './support/queries.js'

/** The floor: the same SQL through plain `pg` behind a bare HTTP server with 16 connections, answered as JSON. */
const queries = JSON.parse(process.env.BENCH_QUERIES ?? '{}') as FloorQueries
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE, max: 16 })

createServer(async (request, response) => {
  const name = new URL(request.url ?? '/', 'http://floor').pathname.slice(1)
  const statements = queries[name] ?? []
  const answers = []
  for (const [index, { text, values }] of statements.entries()) {
    answers.push((await pool.query({ name: `${name} ${index}`, text, values })).rows)
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(answers))
}).listen(Number(process.env.PORT), '127.0.0.1')
