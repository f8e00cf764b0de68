// SPDX-License-Identifier: MPL-2.0

package schemajson

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// typeName writes a type as the CLI does: a primitive is its name, and every other type is a list that starts with its name. The
// type's own encoder is deprecated outside of its module.
func typeName(t tftypes.Type) any {
	switch t := t.(type) {
	case tftypes.List:
		return []any{"list", typeName(t.ElementType)}
	case tftypes.Set:
		return []any{"set", typeName(t.ElementType)}
	case tftypes.Map:
		return []any{"map", typeName(t.ElementType)}
	case tftypes.Object:
		return []any{"object", convert(t.AttributeTypes, typeName)}
	}
	switch {
	case t == nil:
		return nil
	case t.Is(tftypes.String):
		return "string"
	case t.Is(tftypes.Number):
		return "number"
	case t.Is(tftypes.Bool):
		return "bool"
	case t.Is(tftypes.DynamicPseudoType):
		return "dynamic"
	default:
		panic(fmt.Sprintf("schemajson: Terraform has a type that is not known here: %s", t))
	}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func blockNesting(mode tfprotov6.SchemaNestedBlockNestingMode) string {
	switch mode {
	case tfprotov6.SchemaNestedBlockNestingModeSingle:
		return "single"
	case tfprotov6.SchemaNestedBlockNestingModeGroup:
		return "group"
	case tfprotov6.SchemaNestedBlockNestingModeList:
		return "list"
	case tfprotov6.SchemaNestedBlockNestingModeSet:
		return "set"
	case tfprotov6.SchemaNestedBlockNestingModeMap:
		return "map"
	default:
		panic(fmt.Sprintf("schemajson: Terraform has a nesting of blocks that is not known here: %s", mode))
	}
}

func attributeNesting(mode tfprotov6.SchemaObjectNestingMode) string {
	switch mode {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return "single"
	case tfprotov6.SchemaObjectNestingModeList:
		return "list"
	case tfprotov6.SchemaObjectNestingModeSet:
		return "set"
	case tfprotov6.SchemaObjectNestingModeMap:
		return "map"
	default:
		panic(fmt.Sprintf("schemajson: Terraform has a nesting of attributes that is not known here: %s", mode))
	}
}
