import { describe, expect, it } from '@jest/globals'
import type ssh2 from 'ssh2'
import { diagnose, firstFinding } from '../../../src/diagnosis/diagnose'
import { isSecondFactorPrompt } from '../../../src/knowledge/login-prompts'
import { valueOf } from '../../fixtures/value-of'
import { check } from './check'
import { startSshServer } from './servers'

describe('a login by keyboard-interactive', () => {
  it.each([
    ...['Password: ', 'Passwort: ', 'Mot de passe : ', 'Verify your password: ', 'Kode: '],
    ...['(deploy@otp.example.com) Password: ', 'Please enter: ', 'Pinnacle password: '],
    ...['Verification: ', 'Authenticator: ', 'Challenge: ', 'Verify: ', 'OTP password: '],
    ...['https://login.example.com/device\nPress Enter: ', 'Log in by Duo\nPassword: '],
    ...['Password reset at https://id.example.com\nPassword: '],
    ...['Passcode: ', 'Your SMS: ', 'MFA: ', 'Enter PIN: ', 'YubiKey for deploy: '],
  ])('names the fault by what was answered to the prompt %j', async (prompt) => {
    const answers: string[] = []
    // The lines before the last are the instruction of the request.
    const [, instruction = '', asked = ''] = /^(?:([^]*)\n)?(.*)$/.exec(prompt) ?? []
    const login = (context: ssh2.AuthContext) => {
      if (context.method !== 'keyboard-interactive') context.reject(['keyboard-interactive'])
      else
        context.prompt([{ prompt: asked, echo: false }], '', instruction, (given) => {
          answers.push(...given)
          context.reject()
        })
    }
    const server = await startSshServer({ login })
    const { port } = server
    const facts = await check({ port, key: null, password: 'a wrong one' })
    await server.close()
    const isAnswered = answers.length > 0
    expect(valueOf(facts.hops.target.auth).attempts.at(-1)?.answered).toBe(isAnswered ? 1 : 0)
    const cause = isAnswered ? 'auth/password-rejected' : 'auth/second-factor'
    expect(firstFinding(diagnose(facts))?.id).toBe(cause)
    expect(isAnswered).toBe(!isSecondFactorPrompt(prompt))
  })
})
