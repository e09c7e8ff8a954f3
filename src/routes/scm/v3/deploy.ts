import { Type } from 'typebox'
import type { Deployment } from '../../../domain/deployment.ts'
import { caller } from '../../../http/caller.ts'
import { DEPLOYABLE, deploy } from '../../../service/deploy.ts'
import { deployed } from '../../../service/deployed.ts'
import { certificateId, DEMO, operation, Text } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { cert_id, count, flag, text } from '../fields.ts'
import { CertificatePath } from './path.ts'

const short = (description: string, examples?: string[]) =>
  Text({ maxLength: 255, description, ...(examples && { examples }) })

const Resource = Type.Object({
  id: Type.Optional(short('of the resource; WAF and ELB need it')),
  type: Type.Optional(short('of a resource of WAF: premium or cloud')),
  domain_name: Type.Optional(short('the domain of CDN; CDN needs it')),
  enterprise_project_id: Type.Optional(short('of a resource of WAF')),
})

/** Deploys a certificate to resources of another service. It is always 200: the answer says which failed (Terraform). */
export const deployCertificate = operation({
  method: 'POST',
  url: '/certificates/:certificate_id/deploy',
  config: {
    operation: 'DeployCertificate',
    permission: 'scm:cert:deploy',
    event: 'DeployCertificate',
    title: 'Deploy a certificate',
    title_zh: '部署证书',
    description:
      'The resources are not there: it is noted where the certificate is deployed. It is always 200, and says which resources failed.',
    refuses: ['status', 'push_service'],
  },
  schema: {
    params: CertificatePath,
    body: Type.Object(
      {
        project_name: Type.Optional(short("a region, or a project below it; the caller's unless given")),
        service_name: short(DEPLOYABLE.join(', ')),
        resources: Type.Array(Resource, { minItems: 1, maxItems: 100 }),
      },
      { examples: [{ service_name: 'CDN', resources: [{ domain_name: 'www.example.com' }] }] },
    ),
    response: {
      200: exactly(
        { failure_list: Type.Array(exactly({ resource: text, failure_info: text })) },
        { failure_list: [] },
        { failure_list: [{ resource: 'other.example.com', failure_info: 'SCM.0211' }] },
      ),
    },
  },
  async handler(request) {
    const { service_name: service, project_name, resources } = request.body
    const target = { service, project_name: project_name || undefined, resources }
    return { failure_list: await deploy(caller(request), request.params.certificate_id, target) }
  },
})

const Location = Type.Enum(['global', 'region'], { description: 'whether the service is global, or in a region' })
const RegionResources = exactly({
  region_id: text,
  is_error: flag,
  resources: Type.Array(exactly({ resource_id: text, resource_name: text })),
})
const Deployed = exactly({
  service: Type.Enum([...DEPLOYABLE]),
  resource_num: count,
  resource_location: Location,
  region_resources: Type.Array(RegionResources),
})

/** Where certificates are deployed. */
export const listDeployedResources = operation({
  method: 'POST',
  url: '/deployed-resources',
  config: {
    operation: 'ListDeployedResources',
    permission: 'scm:cert:list',
    title: 'List the resources that certificates are deployed to',
    title_zh: '查询证书已部署的资源',
    description: 'Those that a deployment was noted of. Resources have no names here but their ids.',
    refuses: ['certificate_gone', 'certificate_foreign'],
  },
  schema: {
    body: Type.Object(
      {
        certificate_ids: Type.Array(certificateId(DEMO.issued), { minItems: 1, maxItems: 50 }),
        service_names: Type.Array(Type.Enum([...DEPLOYABLE, 'ALL']), { minItems: 1, maxItems: 4 }),
      },
      { examples: [{ certificate_ids: ['scs1700000000001'], service_names: ['ALL'] }] },
    ),
    response: {
      200: exactly(
        {
          results: Type.Array(
            exactly({ certificate_id: cert_id, total_num: count, deployed_resources: Type.Array(Deployed) }),
          ),
        },
        {
          results: [
            {
              certificate_id: 'scs1700000000001',
              total_num: 1,
              deployed_resources: [
                {
                  service: 'CDN',
                  resource_num: 1,
                  resource_location: 'global',
                  region_resources: [
                    {
                      region_id: 'global',
                      is_error: false,
                      resources: [{ resource_id: 'www.example.com', resource_name: 'www.example.com' }],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ),
    },
  },
  async handler(request) {
    const { certificate_ids, service_names } = request.body
    const found = await deployed(caller(request), certificate_ids, service_names)
    return {
      results: found.map(({ certificate_id, deployments }) => ({
        certificate_id,
        total_num: deployments.length,
        deployed_resources: byService(deployments),
      })),
    }
  },
})

function byService(deployments: readonly Deployment[]) {
  return [...Map.groupBy(deployments, ({ service }) => service)].map(([service, those]) => ({
    service: service as (typeof DEPLOYABLE)[number],
    resource_num: those.length,
    resource_location: service === 'CDN' ? ('global' as const) : ('region' as const),
    region_resources: [...Map.groupBy(those, ({ project_name }) => project_name)].map(([region_id, resources]) => ({
      region_id,
      is_error: false,
      resources: resources.map(({ resource_id }) => ({ resource_id, resource_name: resource_id })),
    })),
  }))
}
