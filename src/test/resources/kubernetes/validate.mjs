// Prints what their schemas say against Kubernetes objects, one finding a line. Arguments: the folder node_modules that has the npm packages
// below, and a file with the objects as a JSON array.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ofOthers = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

for (const object of JSON.parse(readFileSync(process.argv[3], 'utf8'))) {
  const from = ofOthers[object.apiVersion.split('/')[0]] ?? 'kubernetes-models';
  const file = join(resolve(process.argv[2]), from, object.apiVersion, object.kind + '.js');
  const kinds = await import(pathToFileURL(file).href);
  try {
    new kinds[object.kind](object).validate();
  } catch (error) {
    const name = object.metadata?.name ?? object.metadata?.generateName;
    console.log(`${object.kind} ${name}: ${error.message}`.replaceAll('\n', ' '));
  }
}
