import { attempt, type Ended } from './command'
import { inCheckout } from './checkout'

/** The source of the program on golang.org/x/crypto/ssh that stands in for drone-ssh and drone-scp. */
export const goClientSource = inCheckout('__tests__/lab/go-client')

/** Runs Go, from the PATH or from where its own installer puts it; `env` has words like `GOBIN=…`. */
export function runGo(args: readonly string[], env: readonly string[] = []): Promise<Ended> {
  const path = `${process.env['PATH'] ?? ''}:/usr/local/go/bin`
  return attempt('env', [`PATH=${path}`, 'CGO_ENABLED=0', ...env, 'go', ...args], {
    timeoutMs: 300_000,
    inherits: true,
  })
}

/** Builds __tests__/lab/go-client as a file of this name. */
export const buildGoClient = (program: string): Promise<Ended> =>
  runGo(['build', '-C', goClientSource, '-o', program, '.'])
