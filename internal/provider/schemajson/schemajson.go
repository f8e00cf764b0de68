// SPDX-License-Identifier: MPL-2.0

// Package schemajson prints a provider's schema in the format of `terraform providers schema -json`, without a CLI.
//
// An older CLI leaves out what it does not know, such as list resources, actions and identities. The provider's own server leaves out
// nothing, so the documentation and the schema snapshot come from its answers.
package schemajson

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// formatVersion is the version of the format that CLIs have printed since Terraform 1.1.
const formatVersion = "1.0"

// JSON returns the schema of the server, under the provider's source address.
func JSON(ctx context.Context, server tfprotov6.ProviderServer) ([]byte, error) {
	return JSONUnder(ctx, provider.Address, server)
}

// JSONUnder returns the schema of the server, under the given name. Some readers look for the short name of a provider and do not
// know the source address.
func JSONUnder(ctx context.Context, name string, server tfprotov6.ProviderServer) ([]byte, error) {
	described, err := describe(ctx, server)
	if err != nil {
		return nil, err
	}
	return encode(name, described)
}

func describe(ctx context.Context, server tfprotov6.ProviderServer) (providerSchema, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return providerSchema{}, fmt.Errorf("get the provider's schema: %w", err)
	}
	if err := diagnosticsError(schemas.Diagnostics); err != nil {
		return providerSchema{}, fmt.Errorf("get the provider's schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return providerSchema{}, fmt.Errorf("get the identity schemas: %w", err)
	}
	if err := diagnosticsError(identities.Diagnostics); err != nil {
		return providerSchema{}, fmt.Errorf("get the identity schemas: %w", err)
	}
	return providerSchema{
		Provider:           newSchema(schemas.Provider),
		Resources:          convert(schemas.ResourceSchemas, newSchema),
		DataSources:        convert(schemas.DataSourceSchemas, newSchema),
		EphemeralResources: convert(schemas.EphemeralResourceSchemas, newSchema),
		ListResources:      convert(schemas.ListResourceSchemas, newSchema),
		Actions:            convert(schemas.ActionSchemas, newAction),
		Functions:          convert(schemas.Functions, newFunction),
		Identities:         convert(identities.IdentitySchemas, newIdentity),
	}, nil
}

func encode(name string, described providerSchema) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false) // people read the snapshot
	encoder.SetIndent("", "  ")
	err := encoder.Encode(document{FormatVersion: formatVersion, Providers: map[string]providerSchema{name: described}})
	if err != nil {
		return nil, fmt.Errorf("encode the schema: %w", err)
	}
	return buffer.Bytes(), nil
}

func diagnosticsError(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

func convert[From, To any](all map[string]From, one func(From) To) map[string]To {
	converted := make(map[string]To, len(all))
	for name, from := range all {
		converted[name] = one(from)
	}
	return converted
}
