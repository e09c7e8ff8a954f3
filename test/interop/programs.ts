import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { announced, blockNamed } from '../support/pages.ts'
import { GO, GO_SDK, INSTALLATION, install, PYTHON_SDK, works } from './clients.ts'

/** A program of the documentation, as it is printed there; it asks a server with the demo world. */
export interface Program {
  readonly name: string
  /** Its file, as the page names it. */
  readonly file: string
  /**
   * Installs what it needs into the folder that holds it; the command that runs it.
   *
   * @throws Unavailable where its tools, or the network, are not here
   */
  prepare(folder: string): Promise<string[]>
}

/** The version that is known to work. */
const JAVA_SDK = '3.1.192'

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>interop</groupId><artifactId>interop</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>com.huaweicloud.sdk</groupId><artifactId>huaweicloud-sdk-core</artifactId><version>${JAVA_SDK}</version>
  </dependency></dependencies>
</project>
`

export const PROGRAMS: readonly Program[] = [
  {
    name: 'Go, plain',
    file: 'revoke.go',
    async prepare(folder) {
      await works(['go', 'version'])
      await install(['go', 'build', '-o', 'program', 'revoke.go'], { cwd: folder, env: GO })
      return [join(folder, 'program')]
    },
  },
  {
    name: 'Java, plain',
    file: 'Revoke.java',
    async prepare() {
      await works(['java', '--version'])
      return ['java', 'Revoke.java']
    },
  },
  {
    name: 'Python SDK, as documented',
    file: 'revoke_sdk.py',
    async prepare(folder) {
      await works(['python3', '-m', 'venv', folder], INSTALLATION)
      const python = join(folder, 'bin/python')
      const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '1']
      await install([python, '-m', 'pip', 'install', ...quiet, `huaweicloudsdkcore==${PYTHON_SDK}`])
      return [python, 'revoke_sdk.py']
    },
  },
  {
    name: 'Go SDK, as documented',
    file: 'revoke_sdk.go',
    async prepare(folder) {
      await works(['go', 'version'])
      writeFileSync(join(folder, 'go.mod'), `module interop\n\ngo 1.22\n\nrequire ${GO_SDK}\n`)
      await install(['go', 'build', '-o', 'program', 'revoke_sdk.go'], { cwd: folder, env: GO })
      return [join(folder, 'program')]
    },
  },
  {
    name: 'Java SDK, as documented',
    file: 'RevokeSdk.java',
    async prepare(folder) {
      await works(['java', '--version'])
      await works(['mvn', '--version'])
      writeFileSync(join(folder, 'pom.xml'), POM)
      const copy = ['dependency:copy-dependencies', '-DoutputDirectory=lib']
      await install(['mvn', '--quiet', '--batch-mode', ...copy], { cwd: folder })
      return ['java', '-cp', 'lib/*', 'RevokeSdk.java']
    },
  },
]

/** Saves a program as it is printed. */
export const save = ({ file }: Program, folder: string) => writeFileSync(join(folder, file), blockNamed(file).text)

/** @throws Error where a program did not print what its comments say */
export function agree({ file }: Program, output: string): void {
  const lines = output.trim().split('\n')
  const expected = announced(blockNamed(file).text)
  if (lines.length === expected.length && expected.every((pattern, index) => pattern.test(lines[index] ?? ''))) return
  throw new Error(`it printed:\n${output}`)
}
