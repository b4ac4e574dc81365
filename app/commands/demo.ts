import { BaseCommand, flags } from '@adonisjs/core/ace'
import { DemoError, refuseInProduction } from '#services/demo/errors'
import { refuseTakenPort, runBuild, serveDemo, type DemoServer } from '#services/demo/serve'
import { signInOverHttp } from '#services/demo/sign_in'
import { ACCOUNTS, DEMO_PASSWORD } from '#services/demo/accounts'
import { practiceFolder, PRACTICE_PASSPHRASE } from '#services/demo/story/index'
import { stopDatabase } from '#services/database/addresses'

const PORT = 3333

export default class Demo extends BaseCommand {
  static commandName = 'demo'
  static description = 'Make the demonstration with invented data in the middle of its story, and serve it'

  @flags.boolean({ description: 'Start over' }) declare reset: boolean
  @flags.boolean({ description: 'Stop again once the server is ready and an account signed in' }) declare check: boolean

  override async run() {
    try {
      refuseInProduction()
      const [root, port] = [this.app.makePath(), Number(process.env.PORT ?? PORT)]
      await refuseTakenPort(port)
      const built = await runBuild(root, this.reset)
      if (built !== 0) return void (this.exitCode = built)
      const server = await serveDemo(root, port)
      if (this.check) await this.#check(server)
      else await this.#serve(server)
    } catch (error) {
      if (!(error instanceof DemoError)) throw error
      this.exitCode = 1
      this.logger.error(error.message)
    }
  }

  async #serve(server: DemoServer) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.stop())
    const printed = ACCOUNTS.filter((account) => account.printed)
    process.stdout.write(
      [
        '',
        `SIKS-NG Online (demonstrasi, semua data karangan): ${server.address}`,
        ...printed.map(({ login }) => `  ${login.padEnd(18)} kata sandi ${DEMO_PASSWORD}`),
        `Paket latihan dan aplikasi offline: ${practiceFolder()}`,
        `  frasa sandi ${PRACTICE_PASSPHRASE}`,
        'Berhenti dengan Ctrl+C; mulai dari awal dengan "npm run demo -- --reset".',
        '',
      ].join('\n'),
    )
    this.exitCode = await server.ended
  }

  async #check(server: DemoServer) {
    try {
      for (const { login, printed } of ACCOUNTS) if (printed) await signInOverHttp(server.address, login, DEMO_PASSWORD)
      this.logger.success(`${server.address} siap; akun contoh dapat masuk`)
    } finally {
      server.stop()
      await server.ended
      await stopDatabase()
    }
  }
}
