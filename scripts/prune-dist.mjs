// ncc copies a Windows program that ssh2 names. Only the bundle and its licenses may remain.
import { readdirSync, rmSync } from 'node:fs'

rmSync('dist/pagent.exe', { force: true })
const left = readdirSync('dist').sort().join(' ')
if (left !== 'index.js licenses.txt') {
  throw new Error(`dist/ holds "${left}" instead of "index.js licenses.txt"`)
}
