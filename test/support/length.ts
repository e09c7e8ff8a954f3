/**
 * `npm test` is what one waits for after each change; `npm run test:long` runs the API suite over every door and the
 * property tests at their full length. Nothing else in the tests differs between them.
 */
export const IS_LONG = process.env.SCM_TEST_LONG === '1'

/** The rows of a table of which each costs a process or a server: all in a long run, a quarter of them else. */
export const some = <Row>(rows: readonly Row[]) => (IS_LONG ? rows : rows.filter((_, index) => index % 4 === 0))

/** How many cases a property test tries: all in a long run, else one in `every`. */
export const runs = (all: number, every = 5) => (IS_LONG ? all : Math.ceil(all / every))

/** Skips a case that only a long run tries: a campaign, or the same once more in other colours and widths. */
export const onlyLong = IS_LONG ? (false as const) : 'only in a long run'
