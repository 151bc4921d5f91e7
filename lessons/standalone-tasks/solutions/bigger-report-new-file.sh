# The same in a file of one's own, and sizes written as people say them.
cat > bigger.json <<'JSON'  # free: 90
{
  "family": "report",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "1 vCPU",
  "memory": "2 GB",
  "containerDefinitions": [
    {
      "name": "report",
      "image": "public.ecr.aws/docker/library/busybox:1.36",
      "command": ["sh", "-c", "echo collecting; sleep 90; echo done"]
    }
  ]
}
JSON
aws ecs register-task-definition --cli-input-json file://bigger.json
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report:2 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
