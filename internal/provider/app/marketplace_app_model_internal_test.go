// SPDX-License-Identifier: MPL-2.0

package app

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

func TestPrivacyAnswersAreReadLeniently(t *testing.T) {
	t.Parallel()
	unsaid := privacyAnswers{DataResidency: types.StringNull(), ThirdParties: types.ListNull(types.StringType)}
	whole := privacyAnswers{
		StoresOutside: types.BoolValue(true), ProcessesOutside: types.BoolValue(false), DataResidency: types.StringValue("APP_SUPPORTS_DR"),
		SharesData: types.BoolValue(true), ThirdParties: base.StringList([]string{"A"}),
	}
	const answers = `{"dataAccessAndStorage":{"appStoresEUDOutsideAtlassian":"TRUE","appProcessEUDOutsideAtlassian":false},` +
		`"dataResidency":{"isDataResidencySupported":"APP_SUPPORTS_DR"},"thirdPartyInformation":{"isEndUserDataShared":true,"thirdPartyDetails":[{"name":"A"},{"link":"x"},7]}}`
	for text, want := range map[string]privacyAnswers{
		answers:                           whole,
		`{"commonCloud":` + answers + `}`: whole,
		"":                                unsaid,
		`{}`:                              unsaid,
		`[]`:                              unsaid,
		`{"dataAccessAndStorage":null,"dataResidency":7,"thirdPartyInformation":[]}`:                                                                       unsaid,
		`{"dataAccessAndStorage":{"appStoresEUDOutsideAtlassian":"perhaps"},"dataResidency":{"isDataResidencySupported":true},"thirdPartyInformation":{}}`: unsaid,
	} {
		require.Equal(t, want, newPrivacyAnswers(text), text)
	}
	normal, err := normalJSON(`{ "b": 12345678901234567890, "a": "<&>" }`)
	require.NoError(t, err)
	require.Equal(t, `{"a":"<&>","b":12345678901234567890}`, normal, "the text itself matters") //nolint:testifylint // so no JSONEq
}
