// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// proposed merges a configuration with the prior state the way Terraform does
// before it asks for a plan: what is written counts, and what is computed and not
// written stays as it was. Write-only values never get into a state.
func proposed(block *tfprotov6.SchemaBlock, prior, config map[string]any) map[string]any {
	if config == nil {
		return nil
	}
	merged := mergeAttributes(block.Attributes, prior, config)
	for _, nested := range block.BlockTypes {
		merged[nested.TypeName] = config[nested.TypeName]
		switch nested.Nesting { //nolint:exhaustive // maps of blocks don't exist in the framework
		case tfprotov6.SchemaNestedBlockNestingModeSingle, tfprotov6.SchemaNestedBlockNestingModeGroup:
			if one, ok := config[nested.TypeName].(map[string]any); ok {
				before, _ := prior[nested.TypeName].(map[string]any)
				merged[nested.TypeName] = proposed(nested.Block, before, one)
			}
		case tfprotov6.SchemaNestedBlockNestingModeList, tfprotov6.SchemaNestedBlockNestingModeSet:
			merged[nested.TypeName] = mergeElements(config[nested.TypeName], prior[nested.TypeName],
				nested.Nesting == tfprotov6.SchemaNestedBlockNestingModeSet,
				func(before, one map[string]any) map[string]any { return proposed(nested.Block, before, one) })
		}
	}
	return merged
}

func mergeAttributes(attributes []*tfprotov6.SchemaAttribute, prior, config map[string]any) map[string]any {
	merged := make(map[string]any, len(attributes))
	for _, attribute := range attributes {
		written, before := config[attribute.Name], prior[attribute.Name]
		switch {
		case attribute.WriteOnly:
			merged[attribute.Name] = nil
		case written == nil && attribute.Computed:
			merged[attribute.Name] = before
		case attribute.NestedType != nil && written != nil:
			merged[attribute.Name] = mergeNested(attribute.NestedType, before, written)
		default:
			merged[attribute.Name] = written
		}
	}
	return merged
}

func mergeNested(nested *tfprotov6.SchemaObject, prior, config any) any {
	merge := func(before, one map[string]any) map[string]any {
		return mergeAttributes(nested.Attributes, before, one)
	}
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		if one, ok := config.(map[string]any); ok {
			before, _ := prior.(map[string]any)
			return merge(before, one)
		}
		return config
	case tfprotov6.SchemaObjectNestingModeMap:
		all, ok := config.(map[string]any)
		if !ok {
			return config
		}
		before, _ := prior.(map[string]any)
		merged := make(map[string]any, len(all))
		for key, value := range all {
			merged[key] = value
			if one, ok := value.(map[string]any); ok {
				former, _ := before[key].(map[string]any)
				merged[key] = merge(former, one)
			}
		}
		return merged
	default:
		return mergeElements(config, prior, nested.Nesting == tfprotov6.SchemaObjectNestingModeSet, merge)
	}
}

// mergeElements pairs lists by index. Elements of sets have none: a former
// element belongs to a written one when it has all that is written.
func mergeElements(config, prior any, set bool, merge func(before, one map[string]any) map[string]any) any {
	all, ok := config.([]any)
	if !ok {
		return config
	}
	before, _ := prior.([]any)
	merged := make([]any, len(all))
	for i, value := range all {
		merged[i] = value
		one, ok := value.(map[string]any)
		if !ok {
			continue
		}
		var former map[string]any
		switch {
		case set:
			former = having(before, one)
		case i < len(before):
			former, _ = before[i].(map[string]any)
		}
		merged[i] = merge(former, one)
	}
	return merged
}

func having(all []any, written map[string]any) map[string]any {
	for _, value := range all {
		one, ok := value.(map[string]any)
		if !ok {
			continue
		}
		fits := true
		for name, want := range written {
			fits = fits && (want == nil || reflect.DeepEqual(want, one[name]))
		}
		if fits {
			return one
		}
	}
	return nil
}
