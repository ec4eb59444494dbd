import { labService } from '../lab/service.js';
import { labMethods } from './lab-methods.js';

it('a daemon serves all that its laboratory has to offer', () => {
  const { methods } = labService({
    folder: '/nowhere',
    journal: { session: { missing: 'nothing is kept' }, miss: () => {} },
    machine: () => {
      throw new Error('not booted');
    },
  });
  expect([...labMethods].sort()).toEqual(Object.keys(methods).sort());
});
