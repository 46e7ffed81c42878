import { Component } from 'preact';
import type { ComponentType, FunctionComponent, VNode } from 'preact';

/**
 * A component that is drawn again only when one of its props is another object: the list changes many times a second,
 * and a line in it almost never. (The same as preact/compat's, without the rest of it.)
 */
export function memo<Props extends object>(View: FunctionComponent<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      for (const name in after) if (before[name] !== after[name]) return true;
      return false;
    }
    override render(): VNode {
      return <View {...this.props} />;
    }
  };
}
