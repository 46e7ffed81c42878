import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Namespace, Service } from 'kubernetes-models/v1';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'deploy/kubernetes');

type Manifest = { apiVersion: string; kind: string; metadata: { name: string; labels?: Record<string, string> } };

/** Validators compiled from the OpenAPI documents of Kubernetes and of the Prometheus operator, by kind. */
const kinds: Record<string, { module: string; make(manifest: never): { validate(): void } }> = {
  'v1/Namespace': { module: 'kubernetes-models/v1', make: (data) => new Namespace(data) },
  'v1/Service': { module: 'kubernetes-models/v1', make: (data) => new Service(data) },
  'apps/v1/Deployment': { module: 'kubernetes-models/apps/v1', make: (data) => new Deployment(data) },
  'autoscaling/v2/HorizontalPodAutoscaler': {
    module: 'kubernetes-models/autoscaling/v2',
    make: (data) => new HorizontalPodAutoscaler(data),
  },
  'policy/v1/PodDisruptionBudget': {
    module: 'kubernetes-models/policy/v1',
    make: (data) => new PodDisruptionBudget(data),
  },
  'networking.k8s.io/v1/NetworkPolicy': {
    module: 'kubernetes-models/networking.k8s.io/v1',
    make: (data) => new NetworkPolicy(data),
  },
  'monitoring.coreos.com/v1/ServiceMonitor': {
    module: '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
    make: (data) => new ServiceMonitor(data),
  },
};

const keyOf = (manifest: Manifest) => `${manifest.apiVersion}/${manifest.kind}`;

/**
 * The compiled validators let unknown fields pass, as the API server does unless it is told otherwise; a misspelt field
 * would be dropped in silence. TypeScript refuses surplus fields in a literal, so each manifest is checked as one.
 */
function typeErrors(manifests: readonly Manifest[]): string[] {
  const lines = manifests.map((manifest, index) => {
    const { module } = kinds[keyOf(manifest)]!;
    return `export const m${index}: import(${JSON.stringify(module)}).I${manifest.kind} = ${JSON.stringify(manifest)};`;
  });
  const path = join(root, 'tests/kubernetes/__manifests__.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === path ? ts.createSourceFile(name, lines.join('\n'), ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  const program = ts.createProgram([path], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const manifest = manifests[line];
    return `${manifest?.kind} ${manifest?.metadata.name}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}

describe('kubernetes manifests', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  const kustomization = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
    resources: string[];
    images: { name: string }[];
    configMapGenerator: { name: string }[];
  };
  const manifests: Manifest[] = [];
  const named = (kind: string, name: string) => {
    const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
    assert.ok(found, `${kind} ${name}`);
    return found as unknown as { spec: Record<string, never> };
  };

  before(() => {
    for (const file of files) {
      for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
        assert.deepEqual(document.errors, [], file);
        manifests.push(document.toJS() as Manifest);
      }
    }
  });

  it('kustomization - names every file of the folder', () => {
    assert.deepEqual([...kustomization.resources].sort(), files.sort());
  });

  it('manifests - are what the published schemas ask for', () => {
    for (const manifest of manifests) {
      const kind = kinds[keyOf(manifest)];
      assert.ok(kind, `no schema is known for ${keyOf(manifest)}`);
      assert.doesNotThrow(() => kind.make(manifest as never).validate(), `${manifest.kind} ${manifest.metadata.name}`);
    }
  });

  it('manifests - have no field that the schemas do not know', () => {
    assert.deepEqual(typeErrors(manifests), []);
  });

  it('the check itself - sees a misspelt field', () => {
    const edge = structuredClone(
      manifests.find((manifest) => manifest.kind === 'Deployment'),
    ) as unknown as Manifest & {
      spec: Record<string, unknown>;
    };
    edge.spec['replica'] = 2;
    assert.match(typeErrors([edge]).join(), /"replica"/);
  });

  for (const service of ['edge', 'moderation', 'fanout']) {
    it(`${service} - is hardened, and the references between its parts hold`, () => {
      const { spec } = named('Deployment', service) as unknown as {
        spec: {
          selector: { matchLabels: Record<string, string> };
          template: {
            metadata: { labels: Record<string, string> };
            spec: {
              terminationGracePeriodSeconds: number;
              securityContext: Record<string, unknown>;
              containers: {
                image: string;
                args: string[];
                envFrom: { configMapRef: { name: string } }[];
                ports: { name: string }[];
                securityContext: Record<string, unknown>;
                resources: { limits: Record<string, string> };
              }[];
            };
          };
        };
      };
      const { labels } = spec.template.metadata;
      for (const [name, value] of Object.entries(spec.selector.matchLabels)) assert.equal(labels[name], value);
      const [container] = spec.template.spec.containers;
      assert.ok(container);
      assert.deepEqual(container.args, [service]);
      assert.ok(kustomization.images.some((image) => image.name === container.image));
      assert.ok(kustomization.configMapGenerator.some((map) => map.name === container.envFrom[0]?.configMapRef.name));
      assert.equal(container.securityContext['readOnlyRootFilesystem'], true);
      assert.equal(container.securityContext['allowPrivilegeEscalation'], false);
      assert.equal(spec.template.spec.securityContext['runAsNonRoot'], true);
      assert.ok(container.resources.limits['memory']);
      // 25 s is the default of STOP_TIMEOUT_MS, 3 s the pause before an edge is told to stop.
      assert.ok(spec.template.spec.terminationGracePeriodSeconds > 28);

      const scaler = named('HorizontalPodAutoscaler', service) as unknown as {
        spec: { scaleTargetRef: { name: string }; metrics: { pods: { metric: { name: string } } }[] };
      };
      assert.equal(scaler.spec.scaleTargetRef.name, service);
      const budget = named('PodDisruptionBudget', service) as unknown as {
        spec: { selector: { matchLabels: Record<string, string> } };
      };
      assert.deepEqual(budget.spec.selector.matchLabels, spec.selector.matchLabels);

      const scraped = manifests.filter(
        (manifest) =>
          manifest.kind === 'Service' &&
          manifest.metadata.labels?.['maru.dev/scrape'] === 'true' &&
          manifest.metadata.labels['app.kubernetes.io/name'] === service,
      ) as unknown as { spec: { selector: Record<string, string>; ports: { targetPort: string }[] } }[];
      assert.equal(scraped.length, 1);
      assert.deepEqual(scraped[0]?.spec.selector, spec.selector.matchLabels);
      for (const port of scraped[0]?.spec.ports ?? []) {
        assert.ok(container.ports.some(({ name }) => name === port.targetPort));
      }
    });
  }
});
