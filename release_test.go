// SPDX-License-Identifier: MPL-2.0

package main_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

const manifest = "terraform-registry-manifest.json"

// release is what of goreleaser's configuration is in use; a key that is not here is a mistake until it is added.
type release struct {
	Version     int
	ProjectName string `yaml:"project_name"`
	Builds      []struct {
		Binary              string
		ModTimestamp        string `yaml:"mod_timestamp"`
		Env, Flags, Ldflags []string
		Goos, Goarch        []string
		Ignore              []platform
	}
	Archives []struct {
		Formats      []string
		NameTemplate string `yaml:"name_template"`
	}
	Checksum struct {
		NameTemplate string `yaml:"name_template"`
		Algorithm    string
		ExtraFiles   []extraFile `yaml:"extra_files"`
	}
	Signs []struct {
		Artifacts string
		Args      []string
	}
	Release struct {
		ExtraFiles []extraFile `yaml:"extra_files"`
	}
}

type platform struct{ Goos, Goarch string }

type extraFile struct {
	Glob         string
	NameTemplate string `yaml:"name_template"`
}

// https://developer.hashicorp.com/terraform/registry/providers/publishing names the assets of a release.
func TestReleaseAssets(t *testing.T) {
	t.Parallel()
	config := readRelease(t)
	assert.Equal(t, 2, config.Version)
	assert.Equal(t, "terraform-provider-atlassian", config.ProjectName)

	require.Len(t, config.Archives, 1)
	assert.Equal(t, []string{"zip"}, config.Archives[0].Formats)
	assert.Equal(t, "{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}", config.Archives[0].NameTemplate)

	assert.Equal(t, "{{ .ProjectName }}_{{ .Version }}_SHA256SUMS", config.Checksum.NameTemplate)
	assert.Equal(t, "sha256", config.Checksum.Algorithm)
	named := []extraFile{{Glob: manifest, NameTemplate: "{{ .ProjectName }}_{{ .Version }}_manifest.json"}}
	assert.Equal(t, named, config.Checksum.ExtraFiles, "the sums cover the manifest")
	assert.Equal(t, named, config.Release.ExtraFiles, "the manifest is an asset")

	require.Len(t, config.Signs, 1)
	assert.Equal(t, "checksum", config.Signs[0].Artifacts)
	assert.Contains(t, config.Signs[0].Args, "--detach-sign")
	assert.NotContains(t, config.Signs[0].Args, "--armor", "the registry takes a binary signature")
}

func TestReleaseBuilds(t *testing.T) {
	t.Parallel()
	config := readRelease(t)
	require.Len(t, config.Builds, 1)
	build := config.Builds[0]
	assert.Equal(t, "{{ .ProjectName }}_v{{ .Version }}", build.Binary)
	assert.Contains(t, build.Env, "CGO_ENABLED=0")
	assert.Contains(t, build.Flags, "-trimpath")
	assert.Contains(t, strings.Join(build.Ldflags, " "), "-X main.version={{ .Version }}")
	assert.Equal(t, "{{ .CommitTimestamp }}", build.ModTimestamp, "a release can be built again, bit by bit")
	for _, needed := range []platform{
		{"darwin", "amd64"},
		{"darwin", "arm64"},
		{"linux", "amd64"},
		{"linux", "arm64"},
		{"linux", "arm"},
		{"windows", "amd64"},
		{"linux", "386"},
		{"windows", "386"},
		{"freebsd", "386"},
		{"freebsd", "amd64"},
	} {
		assert.Contains(t, build.Goos, needed.Goos)
		assert.Contains(t, build.Goarch, needed.Goarch)
		assert.False(t, slices.Contains(build.Ignore, needed), "%s is left out", needed)
	}
}

func TestReleaseManifest(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(manifest)
	require.NoError(t, err)
	assert.JSONEq(t, `{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`, string(text))
}

// make has the only other copy of the address.
func TestReleaseAddress(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("GNUmakefile")
	require.NoError(t, err)
	assert.Contains(t, string(text), "\nADDRESS := "+provider.Address+"\n")
}

func readRelease(t *testing.T) release {
	t.Helper()
	text, err := os.ReadFile(".goreleaser.yml")
	require.NoError(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var config release
	require.NoError(t, decoder.Decode(&config))
	return config
}
