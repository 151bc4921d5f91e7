aws lambda update-function-configuration --function-name export --memory-size 8192
aws lambda invoke --function-name export out.json
