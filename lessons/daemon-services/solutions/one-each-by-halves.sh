# In a file, and ready for the first update: half of the machines at a time.
cat > collector.json <<'JSON'  # free: 50
{
  "cluster": "lab",
  "serviceName": "collector",
  "taskDefinition": "collector:1",
  "schedulingStrategy": "DAEMON",
  "deploymentConfiguration": {"minimumHealthyPercent": 50, "maximumPercent": 100}
}
JSON
aws ecs create-service --cli-input-json file://collector.json
