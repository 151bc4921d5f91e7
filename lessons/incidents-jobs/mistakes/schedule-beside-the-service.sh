SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
cat > target.json <<JSON
{
  "Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
  "RoleArn": "arn:aws:iam::123456789012:role/thumbsScheduler",
  "EcsParameters": {
    "TaskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/thumbs",
    "LaunchType": "FARGATE",
    "NetworkConfiguration": {"awsvpcConfiguration": {"Subnets": ["$SUBNET"], "AssignPublicIp": "ENABLED"}}
  }
}
JSON
aws scheduler create-schedule --name thumbs --schedule-expression 'rate(15 minutes)' \
    --flexible-time-window Mode=OFF --target file://target.json
