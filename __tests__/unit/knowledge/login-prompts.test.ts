import { describe, expect, it } from '@jest/globals'
import { isSecondFactorPrompt } from '../../../src/knowledge/login-prompts'

describe('a prompt of keyboard-interactive', () => {
  it.each([
    ...['Password: ', "deploy@code.example.com's password: ", '(deploy@otp.example) Password: '],
    ...['Passwort: ', 'Пароль: ', 'Verify your password: ', 'Pinnacle password: ', ''],
    ...['Contraseña: ', 'Senha: ', 'Kennwort für deploy: ', '密码：', 'パスワード: '],
  ])('%j is for a password', (prompt) => {
    expect(isSecondFactorPrompt(prompt)).toBe(false)
  })

  it.each([
    ...['Verification code: ', 'Verification: ', 'Authenticator: ', 'Challenge: ', 'Verify: '],
    ...['One-time password (OATH) for `deploy`: ', 'Password + OTP: ', 'Passcode: ', 'Token: '],
    ...['Passcode or option (1-3): ', 'Second factor: ', 'First Factor: ', '2FA: ', 'PIN: '],
    ...['otp-md5 487 dog2 ext\nPassword: ', 'YubiKey for `deploy`: ', 'Duo two-factor login'],
    ...['Press Enter once you are logged in: ', 'Visit https://login.example.com/device: '],
    ...['Einmalpasswort: ', 'Código de verificación: ', '验证码：', 'Код из SMS: ', 'Response: '],
    ...['Enter RSA SecurID passcode: ', 'Security key PIN: ', 'Approve the push on your phone: '],
  ])('%j is for a second factor', (prompt) => {
    expect(isSecondFactorPrompt(prompt)).toBe(true)
  })
})
