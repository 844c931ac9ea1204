import { afterEach, expect, it } from '@jest/globals'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { type SshServer, startSshServer } from './servers'

let server: SshServer | null = null

afterEach(async () => {
  await server?.close()
  server = null
})

it('redacts the password in what a hostile server says', async () => {
  const password = 'correct horse battery'
  server = await startSshServer({
    login: (context) => {
      if (context.method === 'password') context.accept()
      else context.reject(['password'])
    },
    session: (session) => {
      session.on('exec', (accept) => {
        const channel = accept()
        channel.write(`you are ${password}`)
        channel.stderr.write(password)
        channel.exit(1)
        channel.end()
      })
    },
  })
  const facts = await check({ port: server.port, key: null, password })
  const exec = valueOf(valueOf(facts.hops.target.session).exec)
  expect(exec).toMatchObject({ before: 'you are ***', stderr: '***' })
  expect(JSON.stringify(facts)).not.toContain(password)
})
