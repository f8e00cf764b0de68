// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// A new type is drawn from the beginning: a resource needs a generator in kinds, and a data source a configuration in sources.
func TestEveryTypeIsDrawn(t *testing.T) {
	t.Parallel()
	schemas, err := rpc.NewServer(provider.New("test")()).GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	require.NoError(t, err)
	assert.Equal(t, slices.Sorted(maps.Keys(schemas.ResourceSchemas)), sorted(kinds))
	assert.Equal(t, slices.Sorted(maps.Keys(schemas.DataSourceSchemas)), sorted(sources))
}
