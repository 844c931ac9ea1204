/** A path without an expression or a variable whose value is known at run time only. */
export const isLiteralPath = (path: string) =>
  path !== '' && path.length < 1024 && !/[\p{Cc}"'`\\]|\$(?!HOME(\/|$))/u.test(path)
