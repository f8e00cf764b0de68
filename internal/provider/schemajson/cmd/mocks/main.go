// SPDX-License-Identifier: MPL-2.0

// Command mocks writes a file for mock_provider blocks of `terraform test`. Without it, Terraform makes up texts of random letters
// for what a provider computes, and modules that read a status, a time or an ID fail on these.
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

func main() {
	output := flag.String("o", "", "file to write; standard output when empty")
	opentofu := flag.Bool("opentofu", false, "write a mock_provider block for OpenTofu")
	flag.Parse()
	text, err := mocks(context.Background(), provider.New("dev")(), *opentofu)
	if err == nil {
		err = schemajson.Write(*output, text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "mocks:", err)
		os.Exit(1)
	}
}

const beginning = `# Generated from the provider's schemas by "make generate". For "terraform test":
#
#   mock_provider "atlassian" {
#     source = "./mocks"
#   }
#
# Lists, numbers and booleans are left to Terraform: it makes them empty, 0 and false. Override what your test is about.
`

// OpenTofu takes no mocks from a folder, and refuses a default for what a configuration sets.
const beginningOfOpenTofu = `# Generated from the provider's schemas by "make generate". For "tofu test": copy this block into your test file.
#
# OpenTofu refuses a value for what a configuration sets. So the block has none for what a configuration can set, except for the IDs of data
# sources: delete those that your configuration sets. Lists, numbers and booleans are left to OpenTofu: it makes them empty, 0 and false.
# Override what your test is about.
`

// isLeftToOthers reports whether a configuration seldom sets an attribute: what it cannot set, and the ID of what it finds by its name.
func isLeftToOthers(block string, attribute *tfprotov6.SchemaAttribute) bool {
	return !attribute.Optional || block == "mock_data" && (attribute.Name == "id" || strings.HasSuffix(attribute.Name, "_id"))
}

// mocks are the defaults of all resources and data sources, sorted by name: a file for Terraform, or a block for OpenTofu.
func mocks(ctx context.Context, p framework.Provider, opentofu bool) ([]byte, error) {
	schemas, err := rpc.NewServer(p).GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("read the schemas: %w", err)
	}
	file := hclwrite.NewEmptyFile()
	body := file.Body()
	if opentofu {
		body.AppendUnstructuredTokens(hclwrite.TokensForIdentifier(beginningOfOpenTofu))
		body.AppendNewline()
		body = body.AppendNewBlock("mock_provider", []string{provider.TypeName}).Body()
	} else {
		body.AppendUnstructuredTokens(hclwrite.TokensForIdentifier(beginning))
	}
	for _, kind := range []struct {
		block   string
		schemas map[string]*tfprotov6.Schema
	}{{"mock_resource", schemas.ResourceSchemas}, {"mock_data", schemas.DataSourceSchemas}} {
		for _, name := range slices.Sorted(maps.Keys(kind.schemas)) {
			values := make(map[string]cty.Value)
			for _, attribute := range kind.schemas[name].Block.Attributes {
				if attribute.Computed && attribute.NestedType == nil && attribute.Type.Is(tftypes.String) && (!opentofu || isLeftToOthers(kind.block, attribute)) {
					value, ok := valueOf(strings.TrimPrefix(name, provider.TypeName+"_"), attribute.Name)
					if !ok {
						return nil, fmt.Errorf("%s.%s has no value: add one to the table", name, attribute.Name)
					}
					values[attribute.Name] = cty.StringVal(value)
				}
			}
			if len(values) > 0 {
				body.AppendNewline()
				body.AppendNewBlock(kind.block, []string{name}).Body().SetAttributeValue("defaults", cty.ObjectVal(values))
			}
		}
	}
	return hclwrite.Format(file.Bytes()), nil
}
