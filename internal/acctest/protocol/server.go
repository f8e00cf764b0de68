// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"
	"maps"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// Server is one running provider. Its methods fail the test when the test asks
// for what the schema hasn't got, or when the protocol itself breaks; what the
// provider has to say comes back as Diagnostics.
type Server struct {
	t               testing.TB
	ctx             context.Context //nolint:containedctx // a server lives as long as its test
	server          tfprotov6.ProviderServer
	schemas         *tfprotov6.GetProviderSchemaResponse
	identities      map[string]*tfprotov6.ResourceIdentitySchema
	withoutIdentity bool
	known           *Known

	configured bool
	block      map[string]any // what it was configured with
	walk       *walk
}

// Option changes how a Server asks.
type Option func(*Server)

// WithoutIdentity asks like a Terraform older than 1.12, which never sends a
// resource identity and forgets those that it gets.
func WithoutIdentity() Option { return func(s *Server) { s.withoutIdentity = true } }

// WithContext uses another context than the test's, for tests of cancellation.
func WithContext(ctx context.Context) Option { return func(s *Server) { s.ctx = ctx } }

// Known are the schemas of a provider once one of its servers has learned them. A test binary starts thousands of servers of one
// provider, for which they are a fifth of the time; Terraform, too, asks a provider only once.
type Known struct {
	mu         sync.Mutex
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// WithKnown shares the schemas with other servers of the same provider.
func WithKnown(known *Known) Option { return func(s *Server) { s.known = known } }

// New starts a provider and learns its schemas. It isn't configured yet.
func New(t testing.TB, p provider.Provider, options ...Option) *Server {
	t.Helper()
	s := &Server{t: t, ctx: t.Context(), server: Scanned(rpc.NewServer(p)), walk: newWalk()}
	for _, option := range options {
		option(s)
	}
	s.learn()
	return s
}

// learn asks for the schemas, unless another server of the same provider has.
func (s *Server) learn() {
	s.t.Helper()
	if s.known != nil {
		s.known.mu.Lock()
		defer s.known.mu.Unlock()
		if s.known.identities != nil {
			s.schemas, s.identities = s.known.schemas, s.known.identities
			return
		}
	}
	schemas, err := s.server.GetProviderSchema(s.ctx, &tfprotov6.GetProviderSchemaRequest{})
	s.must(err)
	if err := Diagnostics(schemas.Diagnostics).Err(); err != nil {
		s.t.Fatalf("provider schema: %s", err)
	}
	identities, err := s.server.GetResourceIdentitySchemas(s.ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	s.must(err)
	if err := Diagnostics(identities.Diagnostics).Err(); err != nil {
		s.t.Fatalf("identity schemas: %s", err)
	}
	s.schemas, s.identities = schemas, identities.IdentitySchemas
	if s.known != nil {
		s.known.schemas, s.known.identities = s.schemas, s.identities
	}
}

// Protocol is the server itself, for what this package doesn't ask.
func (s *Server) Protocol() tfprotov6.ProviderServer { return s.server }

// Schemas are all schemas but the identities'.
func (s *Server) Schemas() *tfprotov6.GetProviderSchemaResponse { return s.schemas }

// IdentitySchemas are the identity schemas by resource type.
func (s *Server) IdentitySchemas() map[string]*tfprotov6.ResourceIdentitySchema { return s.identities }

// Configure validates the provider block and configures the provider with it.
func (s *Server) Configure(config map[string]any) Diagnostics {
	s.t.Helper()
	value := s.config(s.schemas.Provider, config, "provider")
	validated, err := s.server.ValidateProviderConfig(s.ctx, &tfprotov6.ValidateProviderConfigRequest{Config: value})
	s.must(err)
	diagnostics := Diagnostics(validated.Diagnostics)
	if diagnostics.Err() != nil {
		return diagnostics
	}
	return append(diagnostics, s.configure(config, value)...)
}

func (s *Server) configure(config map[string]any, value *tfprotov6.DynamicValue) Diagnostics {
	s.t.Helper()
	configured, err := s.server.ConfigureProvider(s.ctx, &tfprotov6.ConfigureProviderRequest{
		// The newest version that has none of the abilities asked about in tests is as good as any.
		TerraformVersion: "1.15.0",
		Config:           value,
	})
	s.must(err)
	s.configured, s.block = true, config
	s.walk.begin()
	return configured.Diagnostics
}

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("protocol: %s", err)
	}
}

func (s *Server) resourceSchema(typeName string) *tfprotov6.Schema {
	s.t.Helper()
	return lookUp(s.t, "resource", s.schemas.ResourceSchemas, typeName)
}

func lookUp[V any](t testing.TB, kind string, all map[string]V, name string) V {
	t.Helper()
	one, ok := all[name]
	if !ok {
		t.Fatalf("the provider has no %s %q", kind, name)
	}
	return one
}

// wire is a plain value in the protocol's form.
func (s *Server) wire(typ tftypes.Type, value any, at string) *tfprotov6.DynamicValue {
	s.t.Helper()
	encoded, err := encode(typ, value, at)
	if err != nil {
		s.t.Fatalf("value: %s", err)
	}
	dynamic, err := tfprotov6.NewDynamicValue(typ, encoded)
	s.must(err)
	return &dynamic
}

// object is a plain object in the protocol's form; nil is the null object.
func (s *Server) object(typ tftypes.Type, values map[string]any, at string) *tfprotov6.DynamicValue {
	s.t.Helper()
	if values == nil {
		return s.wire(typ, nil, at)
	}
	return s.wire(typ, values, at)
}

// config is a configuration in the protocol's form. A block that isn't written
// is an empty list, set or map where there may be several of it, and null else.
func (s *Server) config(schema *tfprotov6.Schema, values map[string]any, at string) *tfprotov6.DynamicValue {
	s.t.Helper()
	return s.wire(schema.ValueType(), withBlocks(schema.Block, values), at)
}

func withBlocks(block *tfprotov6.SchemaBlock, values map[string]any) map[string]any {
	filled := make(map[string]any, len(values))
	maps.Copy(filled, values)
	for _, nested := range block.BlockTypes {
		if filled[nested.TypeName] != nil {
			continue
		}
		switch nested.Nesting { //nolint:exhaustive // the others are null
		case tfprotov6.SchemaNestedBlockNestingModeList, tfprotov6.SchemaNestedBlockNestingModeSet:
			filled[nested.TypeName] = []any{}
		case tfprotov6.SchemaNestedBlockNestingModeMap:
			filled[nested.TypeName] = map[string]any{}
		}
	}
	return filled
}

// plain is a value of the protocol as an object of plain values.
func (s *Server) plain(typ tftypes.Type, value *tfprotov6.DynamicValue) map[string]any {
	s.t.Helper()
	if value == nil {
		return nil
	}
	decoded, err := value.Unmarshal(typ)
	s.must(err)
	object, err := decodeObject(decoded)
	s.must(err)
	return object
}

func (s *Server) identity(typeName string, values map[string]any) *tfprotov6.ResourceIdentityData {
	s.t.Helper()
	schema := s.identities[typeName]
	if values == nil || schema == nil || s.withoutIdentity {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: s.object(schema.ValueType(), values, typeName+" identity")}
}

func (s *Server) plainIdentity(typeName string, data *tfprotov6.ResourceIdentityData) map[string]any {
	s.t.Helper()
	schema := s.identities[typeName]
	if data == nil || schema == nil || s.withoutIdentity {
		return nil
	}
	return s.plain(schema.ValueType(), data.IdentityData)
}
